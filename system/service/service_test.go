package service_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
	"anchorage/system/service"
)

func TestLink(t *testing.T) {
	for _, row := range []struct {
		name          string
		owner         standin.Owner
		provider      system.Provider
		authorization system.Authorization
		host          string
		known         bool
		events        int
	}{
		{"Live", anna, system.OutlookCom, system.Live, "outlook.office.com", false, 3},
		{"Personal", anna, system.OutlookCom, system.IdentityPlatform, "outlook.office.com", true, 3},
		{"Work", bo, system.Microsoft365, system.IdentityPlatform, "graph.microsoft.com", true, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, "", func(t *testing.T, f *fixture) {
				id := f.link(row.owner, row.provider, row.authorization)
				a := f.account(id)
				assert.Equal(t, "healthy", a["state"])
				assert.Equal(t, row.known, a["mailbox_known"])
				read := f.events(id)
				assert.Len(t, read["events"], row.events)
				assert.Equal(t, false, read["stale"])
				sent := f.provider.Requests()
				assert.Equal(t, row.host, sent[len(sent)-1].Host)
			})
		})
	}
}

func TestReadsWhileTheProviderIsDown(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		good := f.events(id)
		f.provider.SetFault(down)
		time.Sleep(40 * time.Hour)
		before := len(f.provider.Requests())
		read := f.events(id)
		assert.Equal(t, good["as_of"], read["as_of"], "as_of says how old the answer is")
		assert.Equal(t, true, read["stale"])
		assert.Len(t, f.get("/v1/accounts/" + id + "/freebusy?" + month)["busy"], 3)
		assert.Len(t, f.provider.Requests(), before, "reads send nothing")
		a := f.account(id)
		assert.Equal(t, "failing", a["state"])
		f.provider.SetFault(nil)
		time.Sleep(time.Hour)
		assert.Equal(t, "healthy", f.account(id)["state"])
		assert.Equal(t, false, f.events(id)["stale"])
		assert.Empty(t, f.mail.Letters(), "nobody is asked because of an outage")
	})
}

// TestTheWayOut walks through an outage that only a mailbox id ends.
func TestTheWayOut(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		work := f.link(bo, system.Microsoft365, system.IdentityPlatform)
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			if r.URL.Host == "graph.microsoft.com" {
				return nil, nil
			}
			return needsID(r)
		})
		time.Sleep(time.Hour)
		require.Equal(t, "failing", f.account(id)["state"])
		stale := f.events(id)

		require.NoError(t, f.Deploy(json.RawMessage(`{"authorization":"identity_platform"}`)))
		assert.Equal(t, system.Live, f.Settings().Authorization, "deployed, not switched to")
		require.NoError(t, f.Enable(json.RawMessage(`{"authorization":"identity_platform","routing":{"hint":"mailbox_id"}}`)))
		time.Sleep(time.Hour)
		require.Equal(t, "failing", f.account(id)["state"], "the id is not known yet")

		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 0.2}))
		time.Sleep(time.Minute)
		require.Len(t, f.mail.Letters(), 1, "the failing one alone is asked")
		assert.Equal(t, anna.Address, f.mail.Letters()[0].To)
		assert.Equal(t, true, f.account(id)["ask_open"])

		address := f.relinkURL(0)
		assert.Contains(t, address, "login.microsoftonline.com/consumers/")
		assert.Equal(t, "linked", f.follow(f.provider.Consent(address, anna.Address)))
		time.Sleep(time.Second)
		a := f.account(id)
		assert.Equal(t, "healthy", a["state"], a["reason"])
		assert.Equal(t, "identity_platform", a["authorization"])
		assert.Equal(t, "mailbox_id", a["hint"])
		assert.Equal(t, false, a["ask_open"])
		assert.Equal(t, stale["events"], f.events(id)["events"], "the cache is the same")
		sent := f.provider.Requests()
		last := sent[len(sent)-1]
		assert.Equal(t, "outlook.office.com", last.Host, "a relinked account stays on the older dialect")
		assert.Equal(t, "healthy", f.account(work)["state"])

		assert.Equal(t, "used_link", f.follow(linkOf(t, f.mail.Letters()[0])))
	})
}

func TestRelinkWithAnotherAccount(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		before := f.events(id)
		f.provider.SetFault(needsID)
		time.Sleep(time.Hour)
		require.NoError(t, f.Deploy(json.RawMessage(`{"authorization":"identity_platform"}`)))
		require.NoError(t, f.Enable(json.RawMessage(`{"authorization":"identity_platform","routing":{"hint":"mailbox_id"}}`)))
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), eve.Address)))
		time.Sleep(time.Hour)
		a := f.account(id)
		assert.Equal(t, []any{"failing", "live", 3.0}, []any{a["state"], a["authorization"], a["confirm_generation"]}, "the link before is in force again")
		assert.Equal(t, before["events"], f.events(id)["events"], "caches never mix")

		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		require.Len(t, f.mail.Letters(), 2)
		require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(1), anna.Address)))
		time.Sleep(2 * time.Hour)
		assert.Equal(t, "healthy", f.account(id)["state"], "the right one mends it")
	})
}

func TestRelinkDuringAnIdentityOutage(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(down)
		time.Sleep(time.Hour)
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			return standin.Answer(http.StatusServiceUnavailable, "text/html", "<html>down</html>"), nil
		})
		assert.Equal(t, "provider_unavailable", f.follow(f.provider.Consent(f.relinkURL(0), anna.Address)))
		assert.Equal(t, "failing", f.account(id)["state"])
		f.provider.SetFault(nil)
		time.Sleep(time.Second)
		assert.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), anna.Address)), "the same link once more")
		time.Sleep(time.Second)
		assert.Equal(t, "healthy", f.account(id)["state"])
	})
}

func TestRejectedCredentials(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.IdentityPlatform)
		f.provider.Revoke(anna.Address)
		time.Sleep(2 * time.Hour)
		a := f.account(id)
		assert.Equal(t, "reauthorise", a["state"])
		assert.Equal(t, "AADSTS70000", a["last_error"])
		assert.Contains(t, a["reason"], "only the owner can help")
		assert.Equal(t, true, f.events(id)["stale"])
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		assert.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), anna.Address)))
		time.Sleep(time.Second)
		assert.Equal(t, "healthy", f.account(id)["state"])
	})
}

// TestNoSecretsInTheLog goes through everything that handles secrets, failures
// included, and looks for them in the log.
func TestNoSecretsInTheLog(t *testing.T) {
	bubble(t, `{"authorization":"identity_platform"}`, func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.IdentityPlatform)
		f.provider.Revoke(anna.Address) // the stand-in's refusal repeats the token
		time.Sleep(2 * time.Hour)
		f.mail.SetTrouble(standin.Trouble{Refuse: func(string) int { return 451 }})
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		f.mail.SetTrouble(standin.Trouble{})
		time.Sleep(time.Hour)
		require.NotEmpty(t, f.mail.Letters())
		link := linkOf(t, f.mail.Letters()[0])
		address := f.relinkURL(0)
		back := f.provider.Consent(address, anna.Address)
		f.provider.Revoke(anna.Address)
		f.follow(back)
		f.follow(back)
		time.Sleep(time.Second)
		f.follow(f.provider.Consent(f.relinkURL(0), anna.Address))
		time.Sleep(time.Second)

		log := f.log.String()
		assert.Contains(t, log, "owner asked to relink")
		assert.Contains(t, log, "account linked")
		assert.NotContains(t, log, standin.Marker, "a token or code")
		assert.NotContains(t, log, strings.TrimPrefix(link, "/relink/"), "a link")
		u, err := url.Parse(address)
		require.NoError(t, err)
		for _, secret := range []string{"state", "nonce", "code_challenge"} {
			require.NotEmpty(t, u.Query().Get(secret))
			assert.NotContains(t, log, u.Query().Get(secret), secret)
		}
		metrics := f.do(http.MethodGet, "/metrics", "").Body.String()
		assert.Contains(t, metrics, `anchorage_relinks_total{result="answered"} 1`)
		assert.NotContains(t, metrics, standin.Marker)
		assert.NotContains(t, metrics, anna.Address)
		assert.NotContains(t, f.do(http.MethodGet, "/v1/accounts", "").Body.String(), standin.Marker)
	})
}

func TestStopLeavesNothingBehind(t *testing.T) {
	// A goroutine that is left is a deadlock to the bubble, which fails the test.
	bubble(t, "", func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.Live)
		f.link(bo, system.Microsoft365, system.IdentityPlatform)
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		time.Sleep(time.Hour)
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 0.01}))
		require.NoError(t, f.Try(t.Context(), json.RawMessage(`{"requests":{"user_agent":"x"}}`), 1000*time.Hour))
		time.Sleep(time.Minute)
		began := time.Now()
		require.NoError(t, f.Stop(t.Context()))
		assert.LessOrEqual(t, time.Since(began), 31*time.Second)
		require.NoError(t, f.Stop(t.Context()), "twice is once")
		synctest.Wait()
		sent := len(f.provider.Requests())
		time.Sleep(10 * time.Hour)
		assert.Len(t, f.provider.Requests(), sent)
		assert.ErrorIs(t, f.Try(t.Context(), json.RawMessage(`{}`), time.Hour), service.ErrNotRunning)
		assert.ErrorIs(t, f.Relink(t.Context(), relink.Campaign{Select: relink.All, PerHour: 1}), service.ErrNotRunning)
	})
}

func TestNew(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*service.Config)
		says   string
	}{
		{"ErrPublicURL", func(c *service.Config) { c.PublicURL = "sync" }, "public address"},
		{"ErrSettings", func(c *service.Config) { c.Settings.Routing.Remediation = "magic" }, "routing.remediation"},
		{"ErrStore", func(c *service.Config) { c.DSN = "/nowhere/at/all.db" }, "store"},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fixture{t: t, provider: standin.New(), mail: &standin.Mail{}, log: &logged{}}
				c := f.config("")
				row.change(&c)
				_, err := service.New(t.Context(), c)
				assert.ErrorContains(t, err, row.says)
			})
		})
	}
	t.Run("StopWithoutStart", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			f := &fixture{t: t, provider: standin.New(), mail: &standin.Mail{}, log: &logged{}, dsn: ":memory:"}
			s, err := service.New(t.Context(), f.config(""))
			require.NoError(t, err)
			require.NoError(t, s.Stop(t.Context()))
			assert.Error(t, s.Start(t.Context()))
		})
	})
}
