"""An archive of states that do not exist: its world, its prose, and one writer for each kind of document."""
