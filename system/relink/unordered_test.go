package relink_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
)

func id(i int) system.AccountID { return system.AccountID(fmt.Sprintf("id-%03d", i)) }

func idsUpTo(n int) (all []system.AccountID) {
	for i := range n {
		all = append(all, id(i))
	}
	return all
}

// withinAnHour is the most mails in any hour.
func (f *fixture) withinAnHour() int {
	letters, most := f.mail.Letters(), 0
	for i := range letters {
		n := 0
		for _, l := range letters[i:] {
			if l.At.Sub(letters[i].At) < time.Hour {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestUnorderedPace(t *testing.T) {
	for _, perHour := range []int{1, 6, 20, 120} {
		t.Run(fmt.Sprint(perHour), func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.failing(30)
				f.set(system.RelinkSettings{PerHour: perHour}, idsUpTo(30)...)
				f.Watch(f.ctx)
				time.Sleep(time.Duration(30/perHour+1) * time.Hour)
				assert.Len(t, f.asked(), 30)
				assert.False(t, slices.IsSorted(f.asked()), "in an order that reaches all kinds of accounts")
				assert.LessOrEqual(t, f.withinAnHour(), perHour)
				time.Sleep(4 * time.Hour)
				assert.Len(t, f.asked(), 30, "each once")
			})
		})
	}
}

// TestUnorderedPaceCountsEverybodysMails: also those of an operator's campaign, and
// those from before a restart.
func TestUnorderedPaceCountsEverybodysMails(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(3)
		for i := range 4 {
			at := time.Now().Add(time.Duration(i) * time.Minute).UTC()
			f.put(10+i, system.StateFailing)
			require.NoError(t, f.store.SaveAsk(t.Context(), system.Ask{Digest: fmt.Sprint(i), Account: id(10 + i), Generation: 1, SentAt: at, ExpiresAt: at.Add(time.Hour)}))
		}
		time.Sleep(4 * time.Minute)
		f.set(system.RelinkSettings{PerHour: 4}, idsUpTo(3)...)
		f.Watch(f.ctx)
		time.Sleep(55 * time.Minute)
		assert.Empty(t, f.asked(), "four in the hour are enough")
		time.Sleep(7 * time.Minute)
		assert.Len(t, f.asked(), 1, "the first of them is an hour ago")
		time.Sleep(3 * time.Hour)
		assert.Len(t, f.asked(), 3)
	})
}

func TestUnorderedAsksOnlyWhoFails(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.put(0, system.StateHealthy)
		f.put(1, system.StatePending)
		f.put(2, system.StateFailing)
		f.put(3, system.StateFailing)
		f.set(system.RelinkSettings{}, idsUpTo(3)...)
		f.Watch(f.ctx)
		time.Sleep(24 * time.Hour)
		assert.Equal(t, []string{address(2)}, f.asked(), "nobody who is well, and nobody who is not named")
	})
}

// Whoever has been well since the ladder looked fails with something else now.
func TestUnorderedAsksNobodyWhoWasWellSince(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(2)
		f.set(system.RelinkSettings{}, idsUpTo(2)...)
		again := f.put(1, system.StateFailing)
		again.FailingSince = f.began.Add(time.Second)
		f.store.Put(again)
		f.Watch(f.ctx)
		time.Sleep(2 * time.Hour)
		assert.Equal(t, []string{address(0)}, f.asked())
		f.mu.Lock()
		f.named = []system.Account{f.named[0], again} // at its next look
		f.mu.Unlock()
		time.Sleep(2 * time.Hour)
		assert.Equal(t, []string{address(0), address(1)}, f.asked())
	})
}

func TestUnorderedAndOrdered(t *testing.T) {
	t.Run("StopsWhenWell", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(2)
			f.set(system.RelinkSettings{Repeat: system.RepeatSettings{After: system.Duration(24 * time.Hour), Times: 5}}, idsUpTo(2)...)
			f.Watch(f.ctx)
			time.Sleep(23 * time.Hour)
			require.Len(t, f.asked(), 2)
			f.put(0, system.StateHealthy)
			time.Sleep(10 * 24 * time.Hour)
			assert.Len(t, f.asked(), 2+5, "reminders go to the other alone, five of them")
		})
	})
	t.Run("NamedForCredentialsBefore", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			a := f.put(0, system.StateFailing)
			a.Generation = 2
			f.store.Put(a)
			f.set(system.RelinkSettings{}, id(0))
			f.Watch(f.ctx)
			time.Sleep(24 * time.Hour)
			assert.Empty(t, f.asked(), "who has linked anew since is not asked for what failed before")
		})
	})
	t.Run("NewCredentials", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(1)
			f.set(system.RelinkSettings{Repeat: system.RepeatSettings{After: system.Duration(24 * time.Hour), Times: 5}})
			require.NoError(t, f.store.SaveAsk(t.Context(), system.Ask{Digest: "d", Account: id(0), Generation: 1, SentAt: time.Now().UTC(), ExpiresAt: time.Now().Add(1000 * time.Hour)}))
			f.Watch(f.ctx)
			time.Sleep(time.Hour)
			a, err := f.store.Account(t.Context(), id(0))
			require.NoError(t, err)
			a.Generation = 2
			f.store.Put(a)
			time.Sleep(100 * time.Hour)
			assert.Len(t, f.asked(), 0, "who has linked anew is not reminded of the link before")
		})
	})
}

// TestReminder: a reminder's link takes the place of the one before.
func TestReminder(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(1)
		f.set(system.RelinkSettings{Repeat: system.RepeatSettings{After: system.Duration(48 * time.Hour), Times: 1}}, id(0))
		f.Watch(f.ctx)
		time.Sleep(47 * time.Hour)
		require.Len(t, f.asked(), 1)
		time.Sleep(2 * time.Hour)
		require.Len(t, f.asked(), 2)
		asks := f.store.Asks()
		require.Len(t, asks, 2)
		assert.False(t, asks[0].ExpiresAt.After(asks[1].SentAt), "one open ask for each generation")
		assert.Equal(t, system.Digest(token(t, f.mail.Letters()[1])), asks[1].Digest)
		time.Sleep(100 * 24 * time.Hour)
		assert.Len(t, f.asked(), 2, "at most as often as is wanted")
	})
}

func TestUnorderedMailTrouble(t *testing.T) {
	t.Run("Outage", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(4)
			f.mail.SetTrouble(standin.Trouble{Refuse: func(string) int { return 451 }})
			f.set(system.RelinkSettings{PerHour: 60}, idsUpTo(4)...)
			f.Watch(f.ctx)
			time.Sleep(40 * time.Minute)
			f.mail.SetTrouble(standin.Trouble{})
			time.Sleep(2 * time.Hour)
			assert.ElementsMatch(t, []string{address(0), address(1), address(2), address(3)}, f.asked())
			assert.Zero(t, f.meter.Count("relink failed"))
		})
	})
	t.Run("ErrRejected", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(2)
			f.mail.SetTrouble(standin.Trouble{Refuse: func(to string) int {
				if to == address(1) {
					return 550
				}
				return 0
			}})
			f.set(system.RelinkSettings{}, idsUpTo(2)...)
			f.Watch(f.ctx)
			time.Sleep(24 * time.Hour)
			assert.Equal(t, []string{address(0)}, f.asked())
			assert.Equal(t, 1, f.meter.Count("relink failed"), "given up for good")
		})
	})
	t.Run("ErrStore", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(1)
			f.set(system.RelinkSettings{}, id(0))
			f.store.SetFail(func(method string) error {
				if method == "AsksSince" {
					return context.DeadlineExceeded
				}
				return nil
			})
			f.Watch(f.ctx)
			time.Sleep(time.Hour)
			assert.Empty(t, f.asked(), "without a count of earlier mails none is sent")
			assert.Contains(t, f.log.String(), "owners cannot be asked to relink")
			f.store.SetFail(nil)
			time.Sleep(time.Hour)
			assert.Len(t, f.asked(), 1)
		})
	})
	t.Run("Stopped", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(1)
			f.mail.SetTrouble(standin.Trouble{Refuse: func(string) int { return 451 }})
			f.set(system.RelinkSettings{}, id(0))
			f.Watch(f.ctx)
			time.Sleep(10 * time.Minute)
			f.stop()
			f.Wait()
			asks := f.store.Asks()
			require.Len(t, asks, 1)
			assert.False(t, asks[0].UsedAt.IsZero(), "a link that was never sent is void")
		})
	})
}
