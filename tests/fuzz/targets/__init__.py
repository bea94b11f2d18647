"""The targets, one file each; the file `NAME.dict` beside it has the words of its inputs."""
