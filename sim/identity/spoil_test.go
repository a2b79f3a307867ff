package identity_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/oauth2"

	"anchorage/sim/fault"
	"anchorage/sim/identity"
)

// spoilt is a rule that is in force while on.
type spoilt struct {
	what string
	on   bool
}

func (s *spoilt) Decide(time.Time, fault.Request) fault.Decision {
	if !s.on {
		return fault.Decision{}
	}
	return fault.Decision{Token: s.what, Rules: []string{"bad"}}
}

func (w *world) refresh(e oauth2.Endpoint, token *oauth2.Token) answer {
	w.t.Helper()
	return w.post(e.TokenURL, "grant_type", "refresh_token", "client_id", "client-1", "refresh_token", token.RefreshToken)
}

func TestTokenFaults(t *testing.T) {
	const scope = "https://outlook.office.com/Calendars.Read"
	for name, row := range map[string]struct {
		what     string
		endpoint oauth2.Endpoint
		signIn   string
		scopes   []string
		status   int
		code     string
		number   int // 0: the system tells none
		text     string
		dead     bool
	}{
		"refresh fails":         {fault.TokenRefreshFails, platform("common"), consumerSignIn, []string{scope, "offline_access"}, 503, "temporarily_unavailable", 90006, "", false},
		"refresh fails at live": {fault.TokenRefreshFails, live, consumerSignIn, []string{"wl.calendars", "wl.offline_access"}, 503, "temporarily_unavailable", 0, "", false},
		"revoked":               {fault.TokenRevoked, platform("common"), consumerSignIn, []string{scope, "offline_access"}, 400, "invalid_grant", 70000, "the grant is expired", true},
		"revoked at work":       {fault.TokenRevoked, platform("common"), workSignIn, []string{scope, "offline_access"}, 400, "invalid_grant", 50173, "revoked", true},
		"revoked at live":       {fault.TokenRevoked, live, consumerSignIn, []string{"wl.calendars", "wl.offline_access"}, 400, "invalid_grant", 0, "the grant is expired", true},
		"consent lost":          {fault.TokenConsentLost, platform("common"), consumerSignIn, []string{scope, "offline_access"}, 400, "invalid_grant", 70000, "grant the client application access", true},
		"consent lost at work":  {fault.TokenConsentLost, platform("common"), workSignIn, []string{scope, "offline_access"}, 400, "invalid_grant", 65001, "has not consented", true},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				rule := &spoilt{what: row.what, on: true}
				w := newWorld(t, func(s *identity.Server) { s.Faults = rule })
				c := config(row.endpoint, row.scopes...)
				token := w.link(c, row.signIn) // a code is redeemed all the same
				got := w.refresh(row.endpoint, token)
				assert.Equal(t, row.status, got.Status, got.Text)
				assert.Equal(t, row.code, got.Error)
				assert.Contains(t, got.Description, row.text)
				if row.number != 0 {
					assert.Equal(t, []int{row.number}, got.Codes)
				} else {
					assert.Empty(t, got.Codes)
				}
				rule.on = false
				after := w.refresh(row.endpoint, token)
				assert.Equal(t, row.dead, after.Status != http.StatusOK, "%d: %s", after.Status, after.Text)
				again := w.refresh(row.endpoint, w.link(c, row.signIn))
				assert.Equal(t, http.StatusOK, again.Status, "signing in again makes a new grant")
			})
		})
	}
}

func TestBrowserOptions(t *testing.T) {
	visit := func(w *world, o ...identity.BrowserOption) *http.Response {
		address := config(platform("common"), "https://outlook.office.com/Calendars.Read", "openid").AuthCodeURL("state-1")
		response, err := (&http.Client{Transport: identity.Browser(w.transport, consumerSignIn, o...)}).Get(address)
		if assert.NoError(w.t, err) {
			response.Body.Close()
		}
		return response
	}
	t.Run("ErrDeclined", func(t *testing.T) {
		at := visit(newWorld(t), identity.Declining()).Request.URL
		assert.Equal(t, "sync.example.com", at.Host)
		assert.Equal(t, "access_denied", at.Query().Get("error"))
		assert.Equal(t, "state-1", at.Query().Get("state"))
		assert.Empty(t, at.Query().Get("code"))
	})
	t.Run("SomebodyElse", func(t *testing.T) {
		w := newWorld(t)
		at := visit(w, identity.As(otherSignIn)).Request.URL
		assert.NotEmpty(t, at.Query().Get("code"))
		assert.Equal(t, "outlook-2", w.exchanges[0].Mailbox)
	})
	t.Run("Nobody", func(t *testing.T) {
		at := visit(newWorld(t), identity.As("")).Request.URL
		assert.Equal(t, identity.PlatformHost, at.Host, "the sign-in form")
	})
}
