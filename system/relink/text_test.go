package relink_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/relink"
)

// How long a link works is said as people do.
func TestLettersSayHowLongTheLinkWorks(t *testing.T) {
	for life, says := range map[time.Duration]string{
		14 * 24 * time.Hour:            "once and for 14 days, until Saturday 15 January 2000, 01:00 UTC.",
		2 * 24 * time.Hour:             "once and for 2 days, until",
		2*24*time.Hour - time.Minute:   "once and for 47 hours, until",
		2 * time.Hour:                  "once and for 2 hours, until Saturday 1 January 2000, 03:00 UTC.",
		2*time.Hour - time.Minute:      "once and for 119 minutes, until",
		30*time.Minute + time.Second/2: "once and for 30 minutes, until",
	} {
		t.Run(life.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.failing(1)
				f.set(system.RelinkSettings{LinkLife: system.Duration(life)})
				require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
				f.Wait()
				require.Len(t, f.mail.Letters(), 1)
				_, text := read(t, f.mail.Letters()[0])
				assert.Contains(t, text, says)
			})
		})
	}
}

// Owners are told what they know: the provider's name, and what they have seen last.
func TestLettersOfOtherAccounts(t *testing.T) {
	for name, row := range map[string]struct {
		provider  system.Provider
		seen      bool
		subject   string
		says, not string
	}{
		"Outlook.com":   {system.OutlookCom, true, "Please reconnect your Outlook.com calendar", "What we show\nis as of Saturday 1 January, 00:00 UTC.", "Microsoft"},
		"Microsoft 365": {system.Microsoft365, true, "Please reconnect your Microsoft 365 calendar", "time now Microsoft 365 has not let us read it", "Outlook"},
		"NeverSeen":     {system.OutlookCom, false, "Please reconnect your Outlook.com calendar", "so recent changes are missing.\n\n", "as of"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				a := f.put(0, system.StateFailing)
				a.Provider = row.provider
				if !row.seen {
					a.AsOf = time.Time{}
				}
				f.store.Put(a)
				require.NoError(t, f.Start(f.ctx, relink.Campaign{Select: relink.Failing, PerHour: 1}))
				f.Wait()
				require.Len(t, f.mail.Letters(), 1)
				header, text := read(t, f.mail.Letters()[0])
				assert.Equal(t, row.subject, header.Get("Subject"))
				assert.Contains(t, text, row.says)
				assert.NotContains(t, text, row.not)
			})
		})
	}
}

// A mailer that is set up wrongly sends nothing, and a link never leaves in the clear
// where that is not wanted.
func TestMailerErr(t *testing.T) {
	good := relink.Letter{From: "sync@example.com", To: "owner@example.com", MessageID: "m", Link: "https://sync.example.com/relink/secret", Account: system.Account{Provider: system.OutlookCom}}
	sender := good
	sender.From = "nobody"
	for name, row := range map[string]struct {
		addr    string
		tls     bool
		letter  relink.Letter
		forGood bool
	}{
		"OK":        {"mail.example.com:25", false, good, false},
		"ErrNoPort": {"mail.example.com", false, good, false},
		"ErrPort":   {"mail.example.com:smtp", false, good, false},
		"ErrHost":   {":25", false, good, false},
		"ErrTLS":    {"mail.example.com:25", true, good, false},
		"ErrSender": {"mail.example.com:25", false, sender, true},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				m := relink.Mailer{Dial: f.mail.Dial, Addr: row.addr, Name: "sync.example.com", TLS: row.tls}
				err := m.Send(context.Background(), row.letter)
				if name == "OK" {
					require.NoError(t, err)
					assert.Len(t, f.mail.Letters(), 1)
					return
				}
				require.Error(t, err)
				assert.Equal(t, row.forGood, errors.Is(err, relink.ErrRejected))
				assert.NotContains(t, err.Error(), "secret")
				assert.Empty(t, f.mail.Letters())
			})
		})
	}
}
