package relink_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

// failsAt lets one method of the store answer with an error; nil mends it.
func (f *fixture) failsAt(method string, err error) {
	f.store.SetFail(func(m string) error {
		if m == method {
			return err
		}
		return nil
	})
}

// Whatever the store cannot say or keep, nobody is asked without it, and everybody once
// after it works again.
func TestCampaignsWhileTheStoreFails(t *testing.T) {
	for _, method := range []string{"Account", "OpenAsk", "SaveAsk"} {
		t.Run(method, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.failing(2)
				f.failsAt(method, errors.New("disk full"))
				require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
				time.Sleep(90 * time.Minute)
				assert.Empty(t, f.asked())
				f.failsAt(method, nil)
				f.Wait()
				assert.ElementsMatch(t, []string{address(0), address(1)}, f.asked())
				assert.Zero(t, f.meter.Count("relink failed"))
			})
		})
	}
	t.Run("Accounts", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(2)
			broken := errors.New("disk full")
			f.failsAt("Accounts", broken)
			assert.ErrorIs(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}), broken)
			f.failsAt("Accounts", nil)
			time.Sleep(2 * time.Hour)
			assert.Empty(t, f.asked(), "an order that was refused begins by itself at no time")
		})
	})
}

// Of two that would ask an owner at once, one does.
func TestAnotherWasFaster(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(2)
		f.failsAt("SaveAsk", system.ErrExists)
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		f.Wait()
		assert.Empty(t, f.asked())
		assert.Less(t, time.Since(f.began), time.Hour, "nobody is put off")
		assert.Zero(t, f.meter.Count("relink failed"), "nor is it a failure")
	})
}

func TestUnorderedWhileTheStoreFails(t *testing.T) {
	repeat := system.RepeatSettings{After: system.Duration(24 * time.Hour), Times: 2}
	for _, method := range []string{"AsksSince", "OpenAsks", "Account", "AsksOf", "OpenAsk", "SaveAsk"} {
		t.Run(method, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.failing(2)
				f.set(system.RelinkSettings{PerHour: 60, Repeat: repeat}, idsUpTo(2)...)
				f.failsAt(method, errors.New("disk full"))
				f.Watch(f.ctx)
				time.Sleep(time.Hour)
				assert.Empty(t, f.asked())
				f.failsAt(method, nil)
				time.Sleep(time.Hour)
				assert.ElementsMatch(t, []string{address(0), address(1)}, f.asked())
				assert.Zero(t, f.meter.Count("relink failed"))
			})
		})
	}
}

// A reminder leaves once the link that it replaces is closed: there is one open link for
// each generation of credentials.
func TestRemindersWhileTheStoreFails(t *testing.T) {
	reminded := func(t *testing.T, err error, do func(t *testing.T, f *fixture)) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(1)
			f.set(system.RelinkSettings{Repeat: system.RepeatSettings{After: system.Duration(24 * time.Hour), Times: 5}}, id(0))
			f.Watch(f.ctx)
			time.Sleep(23 * time.Hour)
			require.Len(t, f.asked(), 1)
			f.failsAt("ExpireAsk", err)
			time.Sleep(2 * time.Hour)
			do(t, f)
		})
	}
	t.Run("ErrStore", func(t *testing.T) {
		reminded(t, errors.New("disk full"), func(t *testing.T, f *fixture) {
			assert.Len(t, f.asked(), 1)
			assert.Contains(t, f.log.String(), "owners cannot be asked to relink")
			f.failsAt("ExpireAsk", nil)
			time.Sleep(time.Hour)
			assert.Len(t, f.asked(), 2)
			asks := f.store.Asks()
			require.Len(t, asks, 2)
			assert.False(t, asks[0].ExpiresAt.After(asks[1].SentAt))
		})
	})
	t.Run("ErrStale", func(t *testing.T) {
		reminded(t, system.ErrStale, func(t *testing.T, f *fixture) {
			assert.NotContains(t, f.log.String(), "owners cannot be asked to relink", "it was closed meanwhile")
		})
	})
}

// Links that no mail took along are void when the system stops.
func TestUnorderedLeavesNoLinks(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(3)
		f.mail.SetTrouble(standin.Trouble{Refuse: func(string) int { return 451 }})
		f.set(system.RelinkSettings{PerHour: 60})
		f.Watch(f.ctx)
		for i := range 3 { // the ladder names another each time
			f.set(system.RelinkSettings{PerHour: 60}, id(i))
			time.Sleep(30 * time.Minute)
		}
		f.stop()
		f.Wait()
		asks := f.store.Asks()
		require.Len(t, asks, 3, "all wait for the mail server")
		for _, ask := range asks {
			assert.False(t, ask.UsedAt.IsZero(), "%s", ask.Account)
		}
		assert.Empty(t, f.asked())
	})
}
