package routing

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// healed are the pilots of a world's first experiment after rounds that work, with the
// hint that it tries.
func healed(l *Ladder, m *memory) {
	m.change(l.Experiments()[0].Pilots, func(a *system.Account) {
		well(system.HintEmail)(a)
		a.AsOf, a.LastAttempt = time.Now(), time.Now()
	})
	for _, id := range l.Experiments()[0].Pilots {
		a, _ := m.Account(context.Background(), id)
		l.Settled(a, false, false)
	}
}

// promoted is a world in which they are, two hours later, and all others have just
// been tried again.
func promoted(t *testing.T, l *Ladder, m *memory) {
	time.Sleep(10 * time.Minute)
	require.Len(t, l.Experiments(), 1)
	healed(l, m)
	time.Sleep(2 * time.Hour)
	for _, a := range m.accounts {
		m.change([]system.AccountID{a.ID}, func(a *system.Account) { a.LastAttempt = time.Now() })
	}
}

// A hint that has healed the pilots goes to all that are alike; each step is told.
func TestAHintThatHelpsIsPromoted(t *testing.T) {
	watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
		promoted(t, l, m)
		e := l.Experiments()[0]
		assert.Equal(t, system.ExperimentPromoted, e.Result)
		assert.ElementsMatch(t, e.Pilots, e.Healed)
		assert.Equal(t, 12, m.sending(l, system.HintEmail))
		require.GreaterOrEqual(t, len(m.steps), 3)
		for i, says := range []string{
			"5 accounts linked by live and failing with the hint none try the hint email; 5 beside them are left alone",
			"the hint email has healed 5 of 5; those left alone get one round more",
			"the hint email: it has helped, so that the other accounts that still fail follow",
		} {
			assert.Equal(t, "outlook.com: "+says, m.steps[i])
		}
	})
}

// Manual remediation takes the system's hands off: nobody sends what it has tried or
// promoted, what is under way ends, and nothing begins.
func TestManualTakesTheHandsOff(t *testing.T) {
	t.Run("Promoted", func(t *testing.T) {
		watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
			promoted(t, l, m)
			require.Equal(t, 12, m.sending(l, system.HintEmail))
			m.remediate(system.RemediationManual)
			assert.Equal(t, 12, m.sending(l, system.HintNone), "from the next request on")
			m.remediate(system.RemediationAuto)
			assert.Equal(t, 12, m.sending(l, system.HintEmail), "what was found out is not forgotten")
		})
	})
	t.Run("UnderWay", func(t *testing.T) {
		watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
			time.Sleep(10 * time.Minute)
			require.Equal(t, 5, m.sending(l, system.HintEmail))
			for _, id := range []system.AccountID{"b1", "b2", "b3"} { // others, which would be tried next
				a := failing(id, withID, func(a *system.Account) { a.FailingSince = time.Now().Add(-2 * time.Hour) })
				m.add(a)
				l.Settled(a, true, true)
			}
			m.remediate(system.RemediationManual)
			assert.Zero(t, m.sending(l, system.HintEmail))
			time.Sleep(10 * time.Minute)
			require.Len(t, l.Experiments(), 1)
			assert.Equal(t, system.ExperimentOvertaken, l.Experiments()[0].Result)
			time.Sleep(6 * time.Hour)
			assert.Len(t, l.Experiments(), 1)
			assert.Empty(t, l.MayAsk())
			assert.Empty(t, l.Remedy("a00").Text, "nothing is done about it")
		})
	})
}

// Who asks is told what is done about an account.
func TestRemedyOfAnAccount(t *testing.T) {
	watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
		assert.Empty(t, l.Remedy("a00").Text, "before the first look")
		time.Sleep(20 * time.Minute)
		said := map[string]int{}
		for _, a := range m.accounts {
			said[l.Remedy(a.ID).Text]++
		}
		assert.Equal(t, map[string]int{"It is one of 5 that try the routing hint email.": 5, "The routing hint email is being tried on other accounts.": 7}, said)
		assert.Empty(t, l.Remedy("nobody").Text)
	})
}

// New credentials have failed with nothing yet: they send what helps others, where the
// old ones would look whether they can do without it.
func TestNewCredentialsBeginWithWhatHelps(t *testing.T) {
	watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
		promoted(t, l, m)
		require.Equal(t, system.ExperimentPromoted, l.Experiments()[0].Result)
		a := failing("later", func(a *system.Account) { a.Generation, a.LastAttempt = 1, time.Now().Add(-2*time.Hour) })
		l.Settled(a, true, true)
		assert.Equal(t, system.HintNone, l.Choose(m.settings().Routing, a), "it has helped others, and not this one")
		a.Generation = 2
		assert.Equal(t, system.HintEmail, l.Choose(m.settings().Routing, a))
	})
}

// That nothing can help is told when the number of such accounts changes.
func TestHelplessAccountsAreTold(t *testing.T) {
	watching(t, system.RemediationAuto, func(t *testing.T, l *Ladder, m *memory) {
		for _, a := range m.accounts[:3] {
			l.Settled(a, true, false)
		}
		told := func() (n []string) {
			m.mu.Lock()
			defer m.mu.Unlock()
			for _, s := range m.steps {
				if says, found := strings.CutPrefix(s, "outlook.com: accounts that nothing can help now: "); found {
					n = append(n, says)
				}
			}
			return n
		}
		time.Sleep(20 * time.Minute)
		assert.Equal(t, []string{"3"}, told(), "once")
		for _, a := range m.accounts[:2] {
			l.Settled(a, true, true)
		}
		time.Sleep(20 * time.Minute)
		assert.Equal(t, []string{"3", "1"}, told())
	})
}
