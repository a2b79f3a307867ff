package mutants

// Mutant is one mistake, planted in the product's source.
type Mutant struct {
	Number  int
	Name    string // the mistake, in words
	Promise string // that it breaks, by its letter in check.Letters
	Edits   []Edit
	Caught  string  // name of the promise or expectation that must break; "" if Open
	Worlds  []World // in which it may break, in the order in which they are tried
	Open    string  // why nothing catches it yet; "" when something must
}

// Harmless is a change that must not be taken for a mistake: every verdict of its
// worlds stays as it is.
type Harmless struct {
	Number int
	Name   string
	Edits  []Edit
	Worlds []World
}

// Edit replaces a text that occurs exactly once in a file of the module.
type Edit struct {
	File     string // slash-separated, from the module's root
	Old, New string
}

// World is what is replayed.
type World struct {
	File    string // scenario file, slash-separated, from the module's root
	Variant string // of the file; "" for its base
	Fleet   string // share of every fleet, as "10%"; "" for all
}

// String names a world as a person would: the file's name, and what of it.
func (w World) String() string {
	name := baseName(w.File)
	if w.Variant != "" {
		name += ", " + w.Variant
	}
	if w.Fleet != "" {
		name += ", " + w.Fleet + " of the fleet"
	}
	return name
}
