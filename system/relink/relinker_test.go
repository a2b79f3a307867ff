package relink_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

func TestPace(t *testing.T) {
	for _, n := range []int{1, 2, 7, 100} {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(n)
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 0.2}))
			time.Sleep(time.Minute)
			assert.NotEmpty(t, f.asked(), "the first mail leaves at once")
			time.Sleep(150*time.Minute - time.Minute)
			assert.InDelta(t, float64(n)/2, len(f.asked()), 1, "half by half time")
			time.Sleep(150 * time.Minute)
			f.Wait()
			assert.Len(t, f.asked(), n, "all by the end")
			assert.Equal(t, n, f.meter.Count("relink asked"))
			letters := f.mail.Letters()
			perHour := max(1, (n+4)/5)
			for i := range letters {
				within := 0
				for _, l := range letters[i:] {
					if l.At.Sub(letters[i].At) < time.Hour {
						within++
					}
				}
				assert.LessOrEqual(t, within, perHour, "in the hour from mail %d of %d", i, n)
			}
		})
	}
}

func TestOrderIsKeyed(t *testing.T) {
	orders := map[string]bool{}
	for range 2 {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(20)
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			f.Wait()
			assert.False(t, slices.IsSorted(f.asked()), "not in the order of ids")
			raw := ""
			for _, l := range f.mail.Letters() {
				raw += l.At.String() + l.Raw
			}
			orders[raw] = true
		})
	}
	assert.Len(t, orders, 1, "the same letters at the same instants, every time")
}

func TestWhoIsAsked(t *testing.T) {
	start := func(t *testing.T, f *fixture, wanted string) {
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: wanted, PerHour: 1}))
		f.Wait()
	}
	states := func(f *fixture) {
		for i, s := range system.States {
			f.put(i, s)
		}
	}
	t.Run("Failing", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			states(f)
			start(t, f, relink.Failing)
			assert.ElementsMatch(t, []string{address(2), address(3), address(4)}, f.asked(), "failing, reauthorise, confirm")
		})
	})
	t.Run("All", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			states(f)
			start(t, f, relink.All)
			assert.ElementsMatch(t, []string{address(1), address(2), address(3), address(4)}, f.asked(), "all but who never linked")
		})
	})
	t.Run("HealedMeanwhile", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(10)
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			time.Sleep(30*time.Minute - time.Second)
			early := f.asked()
			for i := range 10 {
				f.put(i, system.StateHealthy)
			}
			f.Wait()
			assert.Len(t, early, 5)
			assert.Equal(t, early, f.asked(), "whoever healed is left in peace")
		})
	})
	t.Run("RelinkedMeanwhile", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			a := f.put(0, system.StateFailing)
			start(t, f, relink.Failing)
			a.Generation = 2
			f.store.Put(a)
			start(t, f, relink.Failing)
			assert.Len(t, f.asked(), 2, "new credentials that fail as well may be asked about once more")
		})
	})
	t.Run("OncePerGeneration", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(3)
			start(t, f, relink.Failing)
			start(t, f, relink.Failing)
			assert.Len(t, f.asked(), 3)
		})
	})
	t.Run("TwoCampaignsAtOnce", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(10)
			for range 2 {
				require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			}
			f.Wait()
			asked := f.asked()
			slices.Sort(asked)
			assert.Len(t, slices.Compact(asked), 10)
			assert.Len(t, f.mail.Letters(), 10, "nobody twice")
		})
	})
	t.Run("AgainWhenTheLinkHasExpired", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(1)
			start(t, f, relink.Failing)
			time.Sleep(8 * 24 * time.Hour)
			start(t, f, relink.Failing)
			letters := f.mail.Letters()
			require.Len(t, letters, 2)
			assert.NotEqual(t, token(t, letters[0]), token(t, letters[1]))
		})
	})
	t.Run("Nobody", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.put(0, system.StateHealthy)
			start(t, f, relink.Failing)
			assert.Empty(t, f.asked())
		})
	})
	t.Run("NoOutageAloneIsEnough", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(5)
			time.Sleep(1000 * time.Hour)
			assert.Empty(t, f.asked(), "without an operator's order nobody is asked")
		})
	})
}

func TestOrdersThatMakeNoSense(t *testing.T) {
	for _, row := range []struct {
		name  string
		order relink.Campaign
	}{
		{"ErrSelect", relink.Campaign{Select: "some", PerHour: 1}},
		{"ErrNoPace", relink.Campaign{Select: relink.All}},
		{"ErrBackwards", relink.Campaign{Select: relink.All, PerHour: -1}},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.failing(1)
				assert.Error(t, f.Start(f.ctx, row.order))
				f.Wait()
				assert.Empty(t, f.asked())
			})
		})
	}
}

func TestAsk(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		a := f.put(0, system.StateFailing)
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		f.Wait()
		letter := f.mail.Letters()[0]
		secret := token(t, letter)
		asks := f.store.Asks()
		require.Len(t, asks, 1)
		assert.Len(t, secret, 43, "256 bits in base64url")
		assert.Equal(t, system.Ask{
			Digest: system.Digest(secret), Account: a.ID, Generation: 1,
			SentAt: letter.At.UTC(), ExpiresAt: letter.At.UTC().Add(7 * 24 * time.Hour),
		}, asks[0])
		assert.NotContains(t, f.log.String(), secret)
	})
}

// A link that anybody could guess never leaves: without randomness there is no mail.
func TestNoMailWithoutRandomness(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(1)
		f.dryUp(true)
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(10 * time.Minute)
		assert.Empty(t, f.asked())
		f.dryUp(false)
		f.Wait()
		require.Len(t, f.mail.Letters(), 1)
		assert.Len(t, token(t, f.mail.Letters()[0]), 43, "32 bytes")
	})
}

func TestStop(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(10)
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(30 * time.Minute)
		before := len(f.asked())
		f.stop()
		synctest.Wait()
		f.Wait()
		time.Sleep(time.Hour)
		assert.Len(t, f.asked(), before)
		assert.Contains(t, f.log.String(), "relink campaign stopped")
	})
}

func TestStopWhileTheMailServerIsSilent(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(1)
		f.mail.SetTrouble(standin.Trouble{Silent: true})
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Second)
		began := time.Now()
		f.stop()
		f.Wait()
		assert.Less(t, time.Since(began), time.Second)
		for _, ask := range f.store.Asks() {
			assert.False(t, ask.UsedAt.IsZero(), "a link that nobody received is void")
		}
	})
}
