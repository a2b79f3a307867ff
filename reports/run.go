// Package reports turns judged histories into what people and programs read: one
// HTML file, one JSON file. It knows nothing of any particular scenario: every
// sentence and number follows from the history.
package reports

import (
	"anchorage/harness/check"
	"anchorage/harness/history"
)

// Run is one variant of a scenario, replayed and judged.
type Run struct {
	History  *history.History
	Hash     string // history.Hash of it
	Verdicts []check.Verdict
	Measures check.Measures
	// WallSeconds is how long the replay took. It goes into result.json only:
	// a report holds no wall times, so that it can be reproduced byte for byte.
	WallSeconds float64
}
