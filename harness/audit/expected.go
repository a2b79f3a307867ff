package audit

import "time"

// Nothing is the ceiling of what nobody need hear of.
const Nothing = ""

// Need is a level that must speak, or a stronger one, within a time from the start
// of the failure.
type Need struct {
	Level  string
	Within time.Duration
}

// Expectation is what a failure of one kind and duration must bring, whichever the
// provider and whenever it begins.
type Expectation struct {
	Kind   string
	Lasts  time.Duration
	Needs  []Need
	AtMost string // the strongest level that may speak; Nothing: none may
	Why    string
}

// Durations of the table, as in Durations.
const (
	short = 10 * time.Minute
	hour2 = 2 * time.Hour
	day   = 26 * time.Hour
)

// Bounds of the table.
const (
	soon  = 15 * time.Minute
	later = time.Hour
)

var (
	page   = []Need{{LookNow, soon}}
	review = []Need{{ReviewSoon, later}}
)

// Expectations is what the matrix is judged by; numbers are those of the promises.
var Expectations = []Expectation{
	// A1. A page must come within the time that it takes a quarter of the accounts
	// to fail a round, and the rule's damping. Ten minutes may page, but need not: an
	// account that failed stays old until its next round, up to a poll later.
	{"requests", short, nil, LookNow, "too short to wake anybody for, yet the accounts stay old for a poll longer"},
	{"requests", hour2, page, LookNow, "nobody's calendar is synchronised: a person must look, at any hour"},
	{"requests", day, page, LookNow, "nobody's calendar is synchronised: a person must look, at any hour"},

	{"cohort", short, nil, Informational, "a few accounts for minutes: colour at most"},
	{"cohort", hour2, review, ReviewSoon, "some owners are cut off for good: somebody looks on the next working day, nobody is woken"},
	{"cohort", day, review, ReviewSoon, "some owners are cut off for good: somebody looks on the next working day, nobody is woken"},

	// A4: the page inhibits the review, which must close none the less.
	{"worsens", short, nil, LookNow, "as when all requests fail"},
	{"worsens", hour2, []Need{{ReviewSoon, later}, {LookNow, hour2/2 + soon}}, LookNow, "first somebody looks on the next working day, then at any hour"},
	{"worsens", day, []Need{{ReviewSoon, later}, {LookNow, day/2 + soon}}, LookNow, "first somebody looks on the next working day, then at any hour"},

	// Access tokens last an hour, so that it takes as long until all have failed.
	{"tokens", short, nil, LookNow, "most access tokens outlast it"},
	{"tokens", hour2, []Need{{LookNow, later}}, LookNow, "within an hour no account has a token left"},
	{"tokens", day, []Need{{LookNow, later}}, LookNow, "within an hour no account has a token left"},

	// A quarter more than before within hours, in figures that are taken each five minutes.
	{"grants", short, nil, LookNow, "few access tokens end so soon: rejected are the accounts of a few owners"},
	{"grants", hour2, []Need{{LookNow, 30 * time.Minute}}, LookNow, "within an hour every owner has to link again, and nobody but them can help: no account counts as failing"},
	{"grants", day, []Need{{LookNow, 30 * time.Minute}}, LookNow, "within an hour every owner has to link again, and nobody but them can help: no account counts as failing"},

	{"notifications", short, nil, Nothing, "polling goes on: calendars are at most a poll behind"},
	{"notifications", hour2, nil, Informational, "polling goes on: calendars are at most a poll behind"},
	{"notifications", day, nil, Informational, "polling goes on: calendars are at most a poll behind"},

	{"throttled", short, nil, LookNow, "as when all requests fail"},
	{"throttled", hour2, page, LookNow, "waiting as told does not help while every request is throttled"},
	{"throttled", day, page, LookNow, "waiting as told does not help while every request is throttled"},

	// A request takes its whole time limit to fail, and its retries as well.
	{"slow", short, nil, LookNow, "as when all requests fail"},
	{"slow", hour2, []Need{{LookNow, 20 * time.Minute}}, LookNow, "no answer arrives in time, so no calendar is synchronised"},
	{"slow", day, []Need{{LookNow, 20 * time.Minute}}, LookNow, "no answer arrives in time, so no calendar is synchronised"},

	// A3.
	{"flicker", short, nil, Nothing, "a retry heals it"},
	{"flicker", hour2, nil, Nothing, "a retry heals it"},
	{"flicker", day, nil, Nothing, "a retry heals it, however often: alerts would only teach people to look away"},

	{"stale", short, nil, Nothing, "less than a poll"},
	{"stale", hour2, []Need{{LookNow, 90 * time.Minute}}, LookNow, "no request fails, yet the calendars are an hour old"},
	{"stale", day, []Need{{LookNow, 90 * time.Minute}}, LookNow, "no request fails, yet the calendars are an hour old"},

	// A7. The chat must say it meanwhile, and the pager once it works again.
	{"pager", short, []Need{{Informational, soon}}, LookNow, "a sink that fails shows on another path"},
	{"pager", hour2, []Need{{Informational, soon}, {LookNow, hour2 + soon}}, LookNow, "a sink that fails shows on another path, and the page arrives when it works again"},
	{"pager", day, []Need{{Informational, soon}, {LookNow, day + soon}}, LookNow, "a sink that fails shows on another path, and the page arrives when it works again"},

	{"system", short, nil, LookNow, "as when all requests fail"},
	{"system", hour2, page, LookNow, "without figures no other alert can fire"},
	{"system", day, page, LookNow, "without figures no other alert can fire"},
}

// closeWithin bounds the time from the end of a failure to the last closure (A4):
// the last account's next round, a poll of keeping the alert firing, delivery.
const closeWithin = 45 * time.Minute

// relinking is how much longer that takes where owners have to link again: as fast as
// they may be asked, all have been after an hour.
const relinking = time.Hour

// mustCloseWithin is the bound for this cell.
func (c Cell) mustCloseWithin() time.Duration {
	if c.Kind.Relinked {
		return closeWithin + relinking
	}
	return closeWithin
}

// expected is the cell's row of Expectations; every kind has one for each duration.
func (c Cell) expected() Expectation {
	for _, e := range Expectations {
		if e.Kind == c.Kind.Name && e.Lasts == c.Lasts {
			return e
		}
	}
	panic("audit: no expectation for " + c.Name()) // tested: cannot happen
}
