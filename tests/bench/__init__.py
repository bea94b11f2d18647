"""
Benches: what the program costs, beside what other programs cost for the same work. A bench asserts nothing.

    make bench                              all, on the sample
    make bench CORPUS=DIR                   all, on the catalogs of a folder
    python tests/bench NAME… --rounds 3     some of them, each measurement three times
    python tests/bench --json               figures for programs

A bench is one file of this folder, found by its name. Its docstring says what is measured, how, and which figure
must be reached; the first line is its title. It has one function, `run(session)`, which yields tables. What is
measured are functions of the file, each called in a process of its own:

    def load(clock, path):                  # arguments: numbers and texts
        import polib                        # what stands outside of `with clock(…)` is not measured

        with clock("load"):
            catalog = polib.pofile(path)
        return len(catalog)                 # comes back as `said`, to see that all did the same

    def run(session):
        path = str(session.large(5_000))    # a catalog of the corpus' units
        figures = session.measure([Case("polib", load, (path,), needs=("polib",))])
        yield Table("…", (Column("program"), Column("CPU s", ".3f")), [("polib", figures["polib"].cpu("load"))])

`session.call` runs cases once, side by side, where figures are counted and not timed. The folder `harness` has the
rest; what several benches share stands there too.
"""
