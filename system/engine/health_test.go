package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// After a restart accounts are as they were, until each has had a round: their figures
// must not look as if nothing failed.
func TestHealthBeforeTheFirstRound(t *testing.T) {
	inWorld(t, func(w *world) {
		for _, id := range []system.AccountID{"a", "bb"} {
			w.store.link(id, "first", w.began.AddDate(1, 0, 0))
		}
		seen := w.began.Add(-3 * time.Hour)
		failing := w.store.accounts["bb"]
		failing.State, failing.AsOf, failing.FailingSince = system.StateFailing, seen, seen
		w.store.accounts["bb"] = failing
		assert.Empty(t, w.engine.Health())
		w.start()
		assert.Equal(t, []system.AccountHealth{
			{Provider: system.OutlookCom, State: system.StatePending},
			{Provider: system.OutlookCom, State: system.StateFailing, AsOf: seen},
		}, w.engine.Health())
		w.until(time.Minute)
		assert.Equal(t, []system.AccountHealth{
			{Provider: system.OutlookCom, State: system.StateHealthy, AsOf: w.began.Add(7919*time.Millisecond + lane)},
			{Provider: system.OutlookCom, State: system.StateHealthy, AsOf: w.began.Add(2*7919*time.Millisecond + 22)},
		}, w.engine.Health())
	})
}
