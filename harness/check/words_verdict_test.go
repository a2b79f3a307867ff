package check

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

func TestVerdictOfFigures(t *testing.T) {
	at := time.Date(2031, 5, 6, 8, 0, 0, 0, time.UTC)
	assert.Equal(t, Verdict{Status: Broken, Sample: 7, At: at, Message: "7 of them, 50 %"}, verdict(Broken, 7, at, "%d of them, %d %%", 7, 50))
	assert.Equal(t, Held, heldIf(true))
	assert.Equal(t, Broken, heldIf(false))
}

// Accounts are each named once, sorted, twenty at most; what was given is left as it is.
func TestVerdictAbout(t *testing.T) {
	given := []string{"b", "c", "a", "b"}
	assert.Equal(t, []string{"a", "b", "c"}, Verdict{}.about(given).Accounts)
	assert.Equal(t, []string{"b", "c", "a", "b"}, given)
	assert.Empty(t, Verdict{}.about(nil).Accounts)
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf("m-%02d", 20-i))
	}
	assert.Len(t, Verdict{}.about(many[:20]).Accounts, 20)
	about := Verdict{}.about(many).Accounts
	assert.Len(t, about, 20)
	assert.Equal(t, []string{"m-00", "m-19"}, []string{about[0], about[19]})
}

// Six lines prove a verdict at most, the first of them.
func TestVerdictProven(t *testing.T) {
	event := func(i int) *history.Event {
		return &history.Event{At: time.Unix(int64(i), 0), Data: history.Linked{Mailbox: fmt.Sprint("m-", i)}}
	}
	v := Verdict{}
	for i := range 5 {
		v = v.proven(event(i))
	}
	assert.Len(t, v.Evidence, 5)
	assert.Equal(t, Evidence{At: time.Unix(4, 0), Text: "m-4 completes its first round"}, v.Evidence[4])
	assert.Len(t, v.proven(event(5)).Evidence, 6)
	both := v.proven(event(5), event(6))
	assert.Len(t, both.Evidence, 6)
	assert.Equal(t, "m-5 completes its first round", both.Evidence[5].Text)
	assert.Empty(t, Verdict{}.proven().Evidence)
}

func TestShareOf(t *testing.T) {
	assert.Zero(t, shareOf(0, 0))
	assert.Zero(t, shareOf(3, 0))
	assert.Equal(t, 0.75, shareOf(3, 4))
	assert.Equal(t, 1.0, shareOf(1, 1))
}

// Bounds are told to a millionth of a percent, and never with an exponent.
func TestBoundsToTheLast(t *testing.T) {
	for want, b := range map[string]scenarios.Bounds{
		"0.000001 %":     {Min: 0.00000001, Max: 0.00000001},
		"0 %":            {Min: 0.000000001, Max: 0.000000001},
		"33.333333 %":    {Min: 1.0 / 3, Max: 1.0 / 3},
		"28.999999-29 %": {Min: 0.28999999, Max: 0.29},
		"0-100 %":        {Max: 1},
	} {
		assert.Equal(t, want, bounds(b))
	}
}

// Instants are told in UTC, cut to seconds, and without those that are none.
func TestInstantsAndStamps(t *testing.T) {
	east := time.FixedZone("east", 2*3600)
	at := time.Date(2031, 5, 6, 1, 30, 0, 0, east)
	assert.Equal(t, "2031-05-05 23:30 UTC", instant(at))
	assert.Equal(t, "2031-05-05 23:30 UTC", instant(at.Add(time.Second-1)))
	assert.Equal(t, "2031-05-05 23:30:01 UTC", instant(at.Add(time.Second)))
	assert.Equal(t, "2031-05-05 23:29:59 UTC", instant(at.Add(-1)))
	assert.Equal(t, "2031-05-05T23:30Z", stamp(at))
	assert.Equal(t, "2031-05-05T23:30Z", stamp(at.Add(59*time.Second)))
}

func TestJoinLeavesOutWhatIsEmpty(t *testing.T) {
	assert.Equal(t, "a", join("", "a", ""))
	assert.Equal(t, "a-b-c", join("a", "b", "c"))
	assert.Empty(t, join())
}
