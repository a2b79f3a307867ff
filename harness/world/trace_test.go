package world_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

func traced(t *testing.T, text, mailbox string) *history.History {
	t.Helper()
	source, err := scenarios.Parse("test.yaml", []byte(text), scenarios.Options{Settings: ours.Factory{}.Settings})
	require.NoError(t, err)
	file, err := source.File("")
	require.NoError(t, err)
	require.Contains(t, world.Mailboxes(file), mailbox)
	var h *history.History
	synctest.Test(t, func(t *testing.T) {
		h, err = world.Run(t.Context(), world.Config{File: file, Variant: "test", Factory: ours.Factory{}, Trace: mailbox})
	})
	require.NoError(t, err)
	return h
}

func isTraced(e history.Event) bool { _, ok := e.Data.(history.Traced); return ok }

// What a trace adds is all that it changes, so that it tells of the same world.
func TestTraceChangesNothing(t *testing.T) {
	h := traced(t, minimal, "consumers-0001")
	require.True(t, slices.ContainsFunc(h.Events, isTraced))
	h.Events = slices.DeleteFunc(h.Events, isTraced)
	untraced := run(t, minimal)
	assert.False(t, slices.ContainsFunc(untraced.Events, isTraced), "an ordinary world holds no trace")
	assert.Equal(t, history.Hash(untraced), history.Hash(h))
}

func TestTraceTellsRules(t *testing.T) {
	for _, row := range []struct {
		mailbox string
		hit     bool
	}{{"consumers-0001", true}, {"work-0001", false}} {
		t.Run(row.mailbox, func(t *testing.T) {
			h := traced(t, minimal, row.mailbox)
			judged, completes := 0, 0
			for _, e := range h.Events {
				d, ok := e.Data.(history.Traced)
				if !ok {
					continue
				}
				assert.Equal(t, row.mailbox, d.Mailbox)
				assert.False(t, d.Begun.After(e.At))
				if d.Complete {
					completes++
				}
				if len(d.Rules) == 0 {
					continue
				}
				judged++
				assert.Equal(t, []bool{row.hit, row.hit}, []bool{d.Rules[0].Hit, d.Status == 503}, "%+v", d)
				assert.Equal(t, row.hit, d.Rules[0].Why == "", "%+v", d)
			}
			assert.Positive(t, judged, "requests while the fault was in force")
			assert.Positive(t, completes)
		})
	}
}
