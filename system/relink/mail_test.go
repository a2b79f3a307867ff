package relink_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

func TestLetter(t *testing.T) {
	for _, row := range []struct {
		state  system.State
		says   string
		wanted string
	}{
		{system.StateFailing, "has not let us read it", relink.Failing},
		{system.StateReauthorise, "no longer\naccepts the permission", relink.Failing},
		{system.StateConfirm, "signed in with another account", relink.Failing},
		{system.StateHealthy, "We are\nchanging the way", relink.All},
	} {
		t.Run(string(row.state), func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.put(7, row.state)
				require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: row.wanted, PerHour: 1}))
				f.Wait()
				letters := f.mail.Letters()
				require.Len(t, letters, 1)
				header, text := read(t, letters[0])
				assert.Equal(t, "sync@example.com", letters[0].From)
				assert.Equal(t, address(7), letters[0].To)
				assert.Equal(t, "Please reconnect your Outlook.com calendar", header.Get("Subject"))
				assert.True(t, strings.HasPrefix(header.Get("Content-Type"), "text/plain"), header.Get("Content-Type"))
				assert.True(t, strings.HasSuffix(header.Get("Message-ID"), "@sync.example.com>"), header.Get("Message-ID"))
				assert.NotContains(t, header.Get("Message-ID"), token(t, letters[0]))
				assert.Contains(t, text, row.says)
				assert.Contains(t, text, address(7))
				assert.Contains(t, text, "works once and for 7 days, until Saturday 8 January 2000, 01:00 UTC.")
				assert.Contains(t, text, "That is all you need to do.")
				for line := range strings.Lines(text) {
					assert.Less(t, len(line), 110, line)
				}
			})
		})
	}
}

func TestMailServerDown(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(10)
		f.mail.SetTrouble(standin.Trouble{Down: true})
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Hour)
		assert.Empty(t, f.asked())
		assert.Contains(t, f.log.String(), "mail put off")
		f.mail.SetTrouble(standin.Trouble{})
		f.Wait()
		assert.Len(t, f.asked(), 10, "everybody gets their mail after all")
		letters := f.mail.Letters()
		for i := 1; i < len(letters); i++ {
			assert.GreaterOrEqual(t, letters[i].At.Sub(letters[i-1].At), 6*time.Minute, "the pace holds after the outage")
		}
		assert.Zero(t, f.meter.Count("relink failed"))
		assert.NotContains(t, f.log.String(), token(t, letters[0]))
	})
}

func TestMailServerSilent(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(1)
		f.mail.SetTrouble(standin.Trouble{Silent: true})
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(10 * time.Minute)
		f.mail.SetTrouble(standin.Trouble{})
		f.Wait()
		assert.Len(t, f.asked(), 1)
	})
}

func TestHealsWhileTheMailIsPutOff(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(1)
		f.mail.SetTrouble(standin.Trouble{Down: true})
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(10 * time.Minute)
		f.put(0, system.StateHealthy)
		f.mail.SetTrouble(standin.Trouble{})
		f.Wait()
		assert.Empty(t, f.asked())
		require.Len(t, f.store.Asks(), 1)
		assert.False(t, f.store.Asks()[0].UsedAt.IsZero(), "its link was never sent and is void")
	})
}

func TestRecipientRefused(t *testing.T) {
	t.Run("ErrForGood", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(10)
			f.mail.SetTrouble(standin.Trouble{Refuse: func(to string) int {
				if to == address(3) {
					return 550
				}
				return 0
			}})
			began := time.Now()
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			f.Wait()
			assert.LessOrEqual(t, time.Since(began), time.Hour, "nobody waits for the one who cannot be reached")
			assert.Len(t, f.asked(), 9)
			assert.Equal(t, 1, f.meter.Count("relink failed"))
			assert.Contains(t, f.log.String(), "owner cannot be asked to relink")
		})
	})
	t.Run("ErrForNow", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(5)
			refused := 0
			f.mail.SetTrouble(standin.Trouble{Refuse: func(to string) int {
				if to == address(3) && refused < 2 {
					refused++
					return 451
				}
				return 0
			}})
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			f.Wait()
			assert.Len(t, f.asked(), 5)
			assert.Len(t, f.store.Asks(), 5, "the same link is sent at last")
		})
	})
	t.Run("ErrForEver", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.failing(2)
			f.mail.SetTrouble(standin.Trouble{Refuse: func(to string) int {
				if to == address(1) {
					return 451
				}
				return 0
			}})
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			f.Wait()
			assert.Equal(t, []string{address(0)}, f.asked())
			assert.Equal(t, 1, f.meter.Count("relink failed"))
		})
	})
	t.Run("ErrNoAddress", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			a := f.put(0, system.StateFailing)
			a.Email = "no address"
			f.store.Put(a)
			require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
			f.Wait()
			assert.Equal(t, 1, f.meter.Count("relink failed"))
		})
	})
}

func TestStoreDown(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.failing(3)
		require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		f.store.SetFail(func(string) error { return errors.New("store does not answer") })
		time.Sleep(time.Hour)
		assert.Len(t, f.asked(), 1)
		f.store.SetFail(nil)
		f.Wait()
		assert.Len(t, f.asked(), 3)
	})
}
