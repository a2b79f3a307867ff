package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// Trouble begins with the first failed round, whosever it is.
func TestMeasureFromTheFirstFailedRound(t *testing.T) {
	m := check.Measure(world(3).fails(o(1), 150, 300).fails(o(2), 100, 200).fails(o(3), 120, 180).fails(h(1), 10, 20).sorted())
	assert.Equal(t, 3, m.Affected, "what a retry heals is no trouble")
	minutes(t, 80, m.FirstRecoverySeconds)
	minutes(t, 200, m.FullRecoverySeconds)
}

// Nine tenths are rounded up: of nine all nine, of ten nine, of eleven ten.
func TestMeasureNinetyPercent(t *testing.T) {
	for n, want := range map[int]float64{1: 101, 2: 102, 9: 109, 10: 109, 11: 110, 19: 118, 20: 118, 21: 119} {
		b := world(n)
		for i := range n {
			b.fails(o(i+1), 100, 201+float64(i))
		}
		minutes(t, want, check.Measure(b.sorted()).NinetyPercentSeconds)
	}
}

// Whoever has recovered or waits for the owner is settled: the first instant at which
// all are counts, in minutes after the trouble began.
func TestMeasureSettling(t *testing.T) {
	both := func(first, second float64) *built { return world(2).fails(o(1), 100, first).fails(o(2), 100, second) }
	for _, r := range []struct {
		name string
		b    *built
		want float64 // minutes after 100; -1: never
	}{
		{"BothRecover", both(200, 300), 200},
		{"NeitherDoes", both(lasts, lasts), -1},
		{"AskedAsItBeginsToFail", both(100.5, lasts).fails(o(1), 101, 200).ask(100, o(2), true), 100},
		{"AskedAtOnce", world(1).fails(o(1), 100, lasts).ask(100, o(1), true), 0},
		{"WaitsUntilItAnswersAndFailsOn", world(1).fails(o(1), 100, lasts).ask(150, o(1), true).relinked(155, o(1)), 50},
		{"OneAnswersAsTheOtherRecovers", both(200, lasts).ask(150, o(2), true).relinked(200, o(2)), -1},
		{"OneAnswersJustAfterTheOtherRecovers", both(200, lasts).ask(150, o(2), true).relinked(200+nanosecond, o(2)), 100},
		{"OneIsAskedAsTheOtherRecovers", both(200, lasts).ask(200, o(2), true), 100},
		{"TheOtherRecoversWithTheWorldsEnd", both(lasts+1, lasts).ask(150, o(1), true).add(lasts, history.Healed{Mailbox: o(2)}), 500},
		{"AskedAboutFlickerAsItRecovered", both(200, lasts).fails(o(1), 200, 205).ask(200, o(1), true), -1},
		{"AskedAboutFlickerBeforeTheFailedRound", world(2).fails(o(1), 80, 107).fails(o(2), 100, 110).ask(105, o(2), true).fails(o(2), 150, lasts), -1},
		{"AskedAboutFlickerJustBeforeTheFailedRound", world(2).fails(o(1), 80, 107).fails(o(2), 100, 110).ask(105, o(2), true).fails(o(2), 110, lasts), -1},
		{"AnswersAndIsAskedAgain", both(120, lasts).ask(110, o(2), true).relinked(115, o(2)).ask(170, o(2), true), 70},
	} {
		t.Run(r.name, func(t *testing.T) {
			m := check.Measure(r.b.sorted())
			if r.want < 0 {
				assert.Nil(t, m.FullRecoveryExceptWaitingSeconds)
				return
			}
			minutes(t, r.want, m.FullRecoveryExceptWaitingSeconds)
		})
	}
}

// Whoever fails at the end of the world has not recovered, whatever was before.
func TestMeasureRecoveredShare(t *testing.T) {
	share := func(b *built) float64 { return check.Measure(b.sorted()).RecoveredShare }
	assert.Equal(t, 1.0, share(world(1).fails(o(1), 100, 115)), "no failed round")
	assert.Equal(t, 1.0, share(world(1).fails(o(1), 100, 200).fails(o(1), lasts-15, lasts)), "it is not known to be a failed round")
	assert.Zero(t, share(world(1).fails(o(1), 100, 200).fails(o(1), lasts-15-nanosecond, lasts)), "it fails again")
	assert.Equal(t, 0.5, share(world(2).fails(o(1), 100, 200).fails(o(1), 400, lasts).fails(o(2), 100, 200)))
}

// Nothing is timed where there was no trouble, and the counts do not depend on it.
func TestMeasureWithoutTrouble(t *testing.T) {
	quiet := world(1).notice(10, "look_now", "", "firing").add(11, history.Noticed{By: "page"})
	m := check.Measure(quiet.sorted())
	assert.Equal(t, 1, m.LookNow)
	assert.Nil(t, m.FirstLookNowSeconds)
	assert.Nil(t, m.DetectSeconds)
	trouble := world(1).fails(o(1), 100, 300).notice(110, "look_now", "", "firing").notice(115, "look_now", orchid, "firing").
		notice(120, "informational", thyme, "firing").notice(130, "informational", orchid, "firing")
	m = check.Measure(trouble.sorted())
	minutes(t, 10, m.FirstLookNowSeconds) // an alert about no provider is about whoever is in trouble
	minutes(t, 30, m.FirstInformationalSeconds)
	m = check.Measure(world(1).fails(o(1), 100, 300).fails(h(1), 110, 120).notice(115, "look_now", thyme, "firing").notice(100, "look_now", orchid, "firing").sorted())
	minutes(t, 0, m.FirstLookNowSeconds)
}

// Each is counted for what it is, where there are more of one than of the other.
func TestMeasureCounts(t *testing.T) {
	b := world(3).fails(o(1), 100, 300).ask(110, o(1), true).ask(111, o(1), true).ask(112, o(2), false).
		post(140, claim(0.5, false)).post(141, claim(0.6, false)).post(150, claim(1, false)).post(160, nil)
	m := check.Measure(b.sorted())
	assert.Equal(t, []int{3, 1, 0}, []int{m.RelinksAsked, m.RelinksNeedless, m.RelinksAnswered})
	assert.Equal(t, 1, m.FalseClaims, "two of three are healthy")
	minutes(t, 10, m.LongestSilenceSeconds)
	assert.Nil(t, check.Measure(world(1).post(140, nil).sorted()).LongestSilenceSeconds, "before the first and after the last post is no silence")
	m = check.Measure(world(1).read(5, o(1), nil).read(6, o(1), nil).read(7, o(1), func(r *history.Read) { r.Answered = false }).read(8, "stranger", nil).
		down(10, 20).read(15, o(1), nil).sorted())
	assert.Equal(t, []int{3, 2, 0}, []int{m.Reads, m.ReadsAnswered, m.ReadsStale})
}
