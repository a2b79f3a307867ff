package fault

import (
	"slices"
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// reads are the operations that look at calendars and change nothing.
var reads = []string{journal.ListCalendars, journal.DefaultCalendar, journal.ListEvents, journal.GetEvent, journal.CalendarView, journal.Delta}

// staleReadsKind lets reads be answered by a replica that is behind. Of several
// rules the replica furthest behind counts.
var staleReadsKind = kind{
	name:     "stale_reads",
	set:      func(in Inject) bool { return in.StaleReads != 0 },
	describe: func(in Inject) string { return "reads " + short(in.StaleReads.D()) + " behind" },
	check: func(in Inject) []Problem {
		if in.StaleReads > 0 {
			return nil
		}
		return problem("inject.stale_reads", short(in.StaleReads.D())+" is not behind; expected a time above zero")
	},
	requires: []condition{{
		field: "operation",
		holds: func(r Request, _ int) bool { return slices.Contains(reads, r.Operation) },
		told:  func(r Request) string { return r.Operation + " reads no calendar" },
	}},
	neverActs: neverOn("which read no calendar", reads...),
	effect: func(rule Rule, _ keyed.Seed) effect {
		behind := rule.Inject.StaleReads.D()
		return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
			if d.answered() || behind <= d.StaleBy {
				return d, false
			}
			d.StaleBy = behind
			return d, true
		}
	},
}
