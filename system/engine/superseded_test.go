package engine_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// What fails with older credentials says nothing of an account that was linked anew
// meanwhile.
func TestAFailureOfOlderCredentials(t *testing.T) {
	for name, err := range map[string]error{"Passing": unavailable, "Rejected": rejected, "OtherHint": wrongHint} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.linked()
				w.until(time.Minute)
				w.page = func(_ context.Context, r request) (system.Page, error) {
					if r.token == "first/access" {
						if w.store.account("a").Generation == 1 {
							w.store.link("a", "second", w.began.AddDate(1, 0, 0))
						}
						return system.Page{}, err
					}
					return system.Page{DeltaLink: "delta"}, nil
				}
				w.settled = nil
				w.add("a")
				w.until(10 * time.Minute)
				account := w.store.account("a")
				assert.Equal(t, system.StateHealthy, account.State)
				assert.True(t, account.FailingSince.IsZero())
				assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
				assert.Zero(t, w.count("round failed"))
				assert.Empty(t, w.settled, "nor is it a failure for the routing ladder")
				w.until(16 * time.Minute)
				assert.Equal(t, []settled{{"a", 2, false, false}}, w.settled, "the next round is of the new ones")
			})
		})
	}
}

// A kill cuts off what a stop would finish.
func TestKillCutsOffARefresh(t *testing.T) {
	inWorld(t, func(w *world) {
		w.refresh = func(ctx context.Context, c system.Credential) (system.Credential, error) {
			<-ctx.Done()
			return c, ctx.Err()
		}
		w.linkedFor(0)
		w.until(time.Second)
		assert.Len(t, w.times(w.taken(), "refresh"), 1)
		w.engine.Kill()
		synctest.Wait()
		assert.Equal(t, time.Second, time.Since(w.began), "it does not wait")
		assert.Equal(t, "first", w.store.credential["a"].RefreshToken)
		assert.Zero(t, w.count("refresh ok"))
		assert.Equal(t, system.StatePending, w.store.account("a").State)
		w.until(time.Hour)
		assert.Empty(t, w.taken(), "nothing is left")
		w.engine.Kill()
		w.engine.Stop()
	})
}
