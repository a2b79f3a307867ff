package scenarios_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/scenarios"
)

// In these variants the team does what it did in 2022, counted from another
// signal than the first ticket.
func TestVariantsKeepTheTeamsPace(t *testing.T) {
	for variant, signal := range map[string]string{"look-now-alert": "page", "damped-flicker": "chat", "long-open-informational": "low_page"} {
		t.Run(variant, func(t *testing.T) { keepsThePace(t, variant, signal) })
	}
}

func keepsThePace(t *testing.T, variant, signal string) {
	s, err := scenarios.Load("outlook-2022-03.yaml", options2022())
	require.NoError(t, err)
	happened, paged := file(t, s, "as-it-happened"), file(t, s, variant)
	ticket := time.Date(2022, 3, 3, 11, 0, 0, 0, time.UTC)
	require.Len(t, paged.Operators, len(happened.Operators))
	for i, step := range paged.Operators {
		was := happened.Operators[i]
		assert.Equal(t, was.At.Sub(ticket), step.After.D(), "step %d", i)
		assert.Equal(t, signal, step.On, "step %d", i)
		assert.JSONEq(t, orNull(was.Try), orNull(step.Try), "step %d", i)
		assert.JSONEq(t, orNull(was.Deploy), orNull(step.Deploy), "step %d", i)
		assert.JSONEq(t, orNull(was.Enable), orNull(step.Enable), "step %d", i)
		assert.Equal(t, was.Relink, step.Relink, "step %d", i)
		assert.Equal(t, was.For, step.For, "step %d", i)
		assert.Equal(t, was.Post == nil, step.Post == nil, "step %d", i)
	}
	assert.Equal(t, happened.Faults, paged.Faults, "the provider does the same")
	assert.Equal(t, happened.Fleet, paged.Fleet)
	assert.NotEqual(t, happened.System, paged.System)
}

func orNull(raw []byte) string {
	if raw == nil {
		return "null"
	}
	return string(raw)
}

// The instants at which failing mailboxes are counted lie well after a flicker.
func TestFailuresAreCountedBetweenFlickers(t *testing.T) {
	s, err := scenarios.Load("outlook-2022-03.yaml", options2022())
	require.NoError(t, err)
	files, err := s.Files()
	require.NoError(t, err)
	const calm = 15 * time.Minute // a round of every mailbox
	for _, f := range files {
		flicker := f.Faults[1]
		require.NotZero(t, flicker.Every)
		for _, e := range f.Expect {
			var at time.Time
			switch {
			case e.Failing != nil:
				at = e.Failing.At.Time
			case e.Makeup != nil:
				at = e.Makeup.At.Time
			default:
				continue
			}
			since := at.Sub(f.Clock.From.Time) % flicker.Every.D()
			assert.Greater(t, since, calm+flicker.For.D(), "%s: %s after a flicker", e.Name, since)
		}
	}
}

func options2022() scenarios.Options {
	o := options()
	o.Settings = nil // the look-alike knows less than the system does
	return o
}
