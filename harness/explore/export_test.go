package explore

import (
	"time"

	"anchorage/scenarios"
)

// Flow is flow, for its table.
var Flow = flow

// Untouched is plan.untouched, of a world with a poll.
func Untouched(f *scenarios.File, fleet scenarios.Fleet, at time.Time, poll time.Duration) bool {
	return (&plan{poll: poll}).untouched(f, fleet, at)
}
