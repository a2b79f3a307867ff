package operators

import "time"

// Layer is what a change is shown to.
type Layer string

// Layers in the order in which they are asked. Nobody is not one of them: it has the
// survivors.
const (
	Tests       Layer = "unit tests of the package"
	Worlds      Layer = "worlds of the other mutants"
	Regressions Layer = "worlds in which something once broke"
	Fresh       Layer = "drawn worlds"
	Nobody      Layer = "nobody"
)

// Layers lists them, Nobody last.
var Layers = []Layer{Tests, Worlds, Regressions, Fresh, Nobody}

// Outcome is what became of a change.
type Outcome struct {
	Site    Site
	Unbuilt bool  // it does not compile: the next one of the sample takes its place
	Noticed Layer // by which; Nobody if it survived; "" if not all have been asked
	By      string
	CPU     time.Duration // of tests and replays, also where that was done before; the program is built on top
}

// answer of one layer about one change, as it is kept.
type answer struct {
	Unbuilt bool          `json:"unbuilt,omitempty"`
	Noticed bool          `json:"noticed,omitempty"`
	By      string        `json:"by,omitempty"` // test, promise or what else noticed
	CPU     time.Duration `json:"cpu_ns"`
}
