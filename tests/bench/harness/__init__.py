"""What the benches share: measuring (`measure`, `child`), catalogs (`corpus`), programs (`writers`), tables."""
