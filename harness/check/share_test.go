package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// bounded is between which shares of Orchid may count as failing at a minute.
type bounded struct{ at, low, high float64 }

func boundedLike(t *testing.T, b *built, rows ...bounded) {
	t.Helper()
	h := b.sorted()
	for _, r := range rows {
		low, high := check.SharesAt(h, orchid, at(r.at))
		assert.InDelta(t, r.low, low, 1e-9, "the lowest at %v", r.at)
		assert.InDelta(t, r.high, high, 1e-9, "the highest at %v", r.at)
	}
}

// Those that wait are failing or left out; those that are unsure, failing or healthy.
func TestBoundsOfTheShare(t *testing.T) {
	b := alerted(10)
	for i := 4; i <= 6; i++ { // three that wait
		b.add(50, history.RelinkAnswered{Mailbox: o(i), Outcome: "declined"}).fails(o(i), 60, lasts)
	}
	b.fails(o(1), 60, lasts).fails(o(2), 62.5, lasts).fails(o(3), 62.5, lasts) // at 63, one fails and two may
	boundedLike(t, b.fails(h(1), 60, lasts), bounded{59, 0, 0}, bounded{60, 0, 0.4}, bounded{62, 1.0 / 7, 0.4}, bounded{63, 1.0 / 7, 0.6}, bounded{65, 3.0 / 7, 0.6}, bounded{lasts, 3.0 / 7, 0.6})

	low, high := check.SharesAt(b.sorted(), thyme, at(70))
	assert.Equal(t, []float64{0.1, 0.1}, []float64{low, high}, "each provider for itself")
	low, high = check.SharesAt(b.sorted(), "violet.example", at(70))
	assert.Equal(t, []float64{0, 0}, []float64{low, high}, "nobody is there")

	late := alerted(1)
	late.Header.Mailboxes = append(late.Header.Mailboxes, history.Mailbox{ID: "orchid-9", Provider: orchid})
	late.fails(o(1), 60, lasts).add(100, history.Linked{Mailbox: "orchid-9"})
	boundedLike(t, late, bounded{99, 1, 1}, bounded{100, 0.5, 0.5})

	failing := alerted(2) // one fails until its first round, and then the other
	failing.Events = failing.Events[1:]
	failing.fails(o(1), 10, 20).add(20, history.Linked{Mailbox: o(1)}).fails(o(2), 30, 40)
	boundedLike(t, failing, bounded{9, 0, 0}, bounded{10, 0, 0.5}, bounded{12, 0.5, 0.5}, bounded{20, 0, 0.5}, bounded{21, 0, 0}, bounded{32, 0.5, 0.5}, bounded{41, 0, 0})

	never := alerted(2) // one is never tried, and counts nowhere
	never.Events = never.Events[1:]
	boundedLike(t, never.fails(o(2), 30, lasts), bounded{29, 0, 0}, bounded{30, 0, 1}, bounded{32, 1, 1})
}

// The share may be anything while answers look well, and until each mailbox has had its
// next round: a poll and a round.
func TestSharesInClouds(t *testing.T) {
	one := func() *built { return alerted(2).clouded(30, 60) }
	anything := func(at float64) bounded { return bounded{at, 0, 1} }
	fault := func(what string, hits int) *built {
		b := alerted(2).fault("odd", 30, 60, hits)
		b.Header.Faults[0].What = what
		return b
	}
	for _, r := range []struct {
		name string
		b    *built
		rows []bounded
	}{
		{"NobodyFails", one(), []bounded{{30 - nanosecond, 0, 0}, anything(30), anything(72 - nanosecond), {72, 0, 0}, {lasts, 0, 0}}},
		{"BeginsBefore", one().fails(o(1), 20, 200), []bounded{{20, 0, 0.5}, {22, 0.5, 0.5}, anything(30), anything(50), {72, 0.5, 0.5}, {202, 0, 0}}},
		{"BeginsAndHealsBefore", one().fails(o(1), 10, 20), []bounded{{12, 0.5, 0.5}, {21, 0, 0}, anything(30), {72, 0, 0}}},
		{"BeginsWithin", one().fails(o(1), 40, 200), []bounded{{29, 0, 0}, anything(30), anything(45), {72, 0.5, 0.5}, {199, 0.5, 0.5}, {202, 0, 0}}},
		{"BeginsAndHealsWithin", one().fails(o(1), 40, 50), []bounded{anything(45), anything(55), {72, 0, 0}}},
		{"BeginsAfter", one().fails(o(1), 80, 200), []bounded{anything(71), {72, 0, 0}, {79, 0, 0}, {81, 0, 0.5}, {90, 0.5, 0.5}, {201, 0, 0}}},
		{"BeginsAsTheCloudDoes", one().fails(o(1), 30, 200), []bounded{{29, 0, 0}, anything(30), anything(32), {72, 0.5, 0.5}}},
		{"IsKnownAsTheCloudEnds", one().fails(o(1), 70, 200), []bounded{anything(71), {72, 0.5, 0.5}}},
		{"TwoClouds", one().clouded(100, 110).fails(o(1), 80, 200), []bounded{anything(50), {90, 0.5, 0.5}, anything(100), anything(121), {122, 0.5, 0.5}, {202, 0, 0}}},
		{"Malformed", fault("JSON that does not parse", 1), []bounded{anything(50)}},
		{"CutShort", fault("body cut after 50 %", 1), []bounded{anything(50)}},
		{"Slow", fault("routing: hint_required and latency 4 s", 1), []bounded{anything(50)}},
		{"HitsNobody", fault("latency 4 s", 0), []bounded{{50, 0, 0}}},
		{"PlainlyFails", fault("status 503", 1), []bounded{{50, 0, 0}}},
	} {
		t.Run(r.name, func(t *testing.T) { boundedLike(t, r.b, r.rows...) })
	}
}

// Figures count for ten minutes, less a scrape and an evaluation: a system that is down
// for longer has none until a poll and a round after it is up again.
func TestSharesWhileDown(t *testing.T) {
	boundedLike(t, alerted(2).down(30, 38), bounded{37, 0, 0}, bounded{38, 0, 0}, bounded{45, 0, 0})
	boundedLike(t, alerted(2).down(30, 38+nanosecond), bounded{38 - nanosecond, 0, 0}, bounded{38, 0, 1}, bounded{49, 0, 1}, bounded{50 + nanosecond, 0, 0})
	boundedLike(t, alerted(2).down(30, lasts), bounded{37, 0, 0}, bounded{38, 0, 1}, bounded{lasts, 0, 1})
	boundedLike(t, alerted(2).down(30, 35).down(100, 120), bounded{50, 0, 0}, bounded{107, 0, 0}, bounded{108, 0, 1}, bounded{131, 0, 1}, bounded{132, 0, 0})
	forgetful := alerted(2).down(30, 40)
	forgetful.Header.Contract.Memory, forgetful.Header.Contract.Scrape, forgetful.Header.Contract.Down.Evaluation = 20*time.Minute, 7*time.Minute, 4*time.Minute
	boundedLike(t, forgetful, bounded{39 - nanosecond, 0, 0}, bounded{39, 0, 1})
}

// The spans in which a share is exceeded: for sure, or maybe. What lasts no time is none,
// and a dip that a scrape may miss parts no two of the latter.
func TestSpansOfTheShare(t *testing.T) {
	span := func(from, until float64) check.Span { return check.Span{From: at(from), Until: at(until)} }
	two := func(from float64) *built { return alerted(4).fails(o(1), 60, 70).fails(o(1), from, 90) }
	relay := alerted(2).fails(o(1), 60, 100).fails(o(2), 98, 150) // known to fail as the other heals
	for _, r := range []struct {
		name             string
		b                *built
		over             float64
		surely, possibly []check.Span
	}{
		{"NobodyFails", alerted(4), 0, nil, nil},
		{"OneFails", alerted(4).fails(o(1), 60, 70), 0, []check.Span{span(62, 70)}, []check.Span{span(60, 70+second)}},
		{"ToTheEnd", alerted(4).fails(o(1), 60, lasts), 0, []check.Span{span(62, lasts)}, []check.Span{span(60, lasts)}},
		{"ExactlyTheShare", alerted(4).fails(o(1), 60, 70), 0.25, nil, nil},
		{"MoreThanTheShare", alerted(4).fails(o(1), 60, 70), 0.2499, []check.Span{span(62, 70)}, []check.Span{span(60, 70+second)}},
		{"OneAsTheOtherHeals", relay, 0.4, []check.Span{span(62, 150)}, []check.Span{span(60, 150+second)}},
		{"ADipOfAScrape", two(71 + second), 0, []check.Span{span(62, 70), span(73+second, 90)}, []check.Span{span(60, 90+second)}},
		{"ALongerDip", two(71 + second + nanosecond), 0, []check.Span{span(62, 70), span(73+second+nanosecond, 90)},
			[]check.Span{span(60, 70+second), span(71+second+nanosecond, 90+second)}},
		{"TwoDips", two(71).fails(o(1), 91, 95), 0, []check.Span{span(62, 70), span(73, 90), span(93, 95)}, []check.Span{span(60, 95+second)}},
		{"AsTheWorldEnds", alerted(4).fails(o(1), lasts, lasts), 0, nil, nil},
		{"ADipWithinACloud", alerted(4).clouded(70, 80).fails(o(1), 60, 75).fails(o(2), 60, 100), 0.4,
			[]check.Span{span(62, 70)}, []check.Span{span(60, 92)}},
	} {
		t.Run(r.name, func(t *testing.T) {
			assert.Equal(t, r.surely, nonEmpty(check.Surely(r.b.sorted(), orchid, r.over)), "surely")
			assert.Equal(t, r.possibly, nonEmpty(check.Possibly(r.b.sorted(), orchid, r.over)), "possibly")
		})
	}
}

// nonEmpty is the same list, nil for none.
func nonEmpty(spans []check.Span) []check.Span {
	if len(spans) == 0 {
		return nil
	}
	return spans
}
