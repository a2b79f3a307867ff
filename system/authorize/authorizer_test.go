package authorize_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestURL(t *testing.T) {
	for _, row := range []struct {
		name          string
		authorization system.Authorization
		provider      system.Provider
		address       string
		scope         string
		bound         bool // by PKCE and nonce
	}{
		{"Live", system.Live, system.OutlookCom, "https://login.live.com/oauth20_authorize.srf",
			"wl.signin wl.offline_access wl.calendars wl.calendars_update", false},
		{"Personal", system.IdentityPlatform, system.OutlookCom, "https://login.microsoftonline.com/consumers/oauth2/v2.0/authorize",
			"openid profile offline_access https://outlook.office.com/Calendars.ReadWrite", true},
		{"Work", system.IdentityPlatform, system.Microsoft365, "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize",
			"openid profile offline_access https://graph.microsoft.com/Calendars.ReadWrite", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				text, err := f.URL(row.authorization, row.provider, flow(row.authorization), "anna@example.com")
				require.NoError(t, err)
				u, err := url.Parse(text)
				require.NoError(t, err)
				q := u.Query()
				u.RawQuery = ""
				assert.Equal(t, row.address, u.String())
				assert.Equal(t, row.scope, q.Get("scope"))
				assert.Equal(t, "state", q.Get("state"))
				assert.Equal(t, "anna@example.com", q.Get("login_hint"))
				assert.Equal(t, callback, q.Get("redirect_uri"))
				assert.Equal(t, "code", q.Get("response_type"))
				assert.Equal(t, row.bound, q.Get("code_challenge_method") == "S256")
				assert.Equal(t, row.bound, q.Get("nonce") == "nonce")
				assert.NotContains(t, text, flow("").Verifier)
				assert.NotContains(t, text, clientSecret)
			})
		})
	}
	t.Run("ErrLiveForWork", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			_, err := f.URL(system.Live, system.Microsoft365, flow(system.Live), "")
			assert.Equal(t, system.ClassPermanent, requireError(t, err).Class)
		})
	})
}

func TestExchange(t *testing.T) {
	t.Run("Live", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			c, who, err := f.link(system.Live, system.OutlookCom, personal)
			require.NoError(t, err)
			assert.Zero(t, who, "Live Connect tells nothing about the owner")
			assert.Equal(t, system.Live, c.Authorization)
			assert.NotEmpty(t, c.AccessToken)
			assert.NotEmpty(t, c.RefreshToken)
			assert.Equal(t, time.Now().Add(3599*time.Second).UTC(), c.Expiry)
			assert.Equal(t, 1, f.meter.Count("request outlook.com token 200"))
		})
	})
	t.Run("Personal", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			c, who, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
			require.NoError(t, err)
			assert.Equal(t, system.Identity{MailboxID: personal.OID + "@" + personal.TID, Email: personal.Address}, who)
			assert.Equal(t, system.IdentityPlatform, c.Authorization)
		})
	})
	t.Run("Work", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			_, who, err := f.link(system.IdentityPlatform, system.Microsoft365, worker)
			require.NoError(t, err)
			assert.Equal(t, worker.OID+"@"+worker.TID, who.MailboxID)
		})
	})
	t.Run("DocumentsReadOnce", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			for range 3 {
				_, _, err := f.link(system.IdentityPlatform, system.OutlookCom, personal)
				require.NoError(t, err)
			}
			assert.Len(t, f.provider.Requests(), 3+2)
		})
	})
	t.Run("ErrCodeUsedTwice", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			address, err := f.URL(system.Live, system.OutlookCom, flow(system.Live), "")
			require.NoError(t, err)
			once := code(f.provider.Consent(address, personal.Address))
			_, _, err = f.Exchange(t.Context(), system.OutlookCom, flow(system.Live), once)
			require.NoError(t, err)
			_, _, err = f.Exchange(t.Context(), system.OutlookCom, flow(system.Live), once)
			e := requireError(t, err)
			assert.Equal(t, system.ClassReauthorise, e.Class)
			assert.Equal(t, system.Code("AADSTS70000"), e.Code)
		})
	})
	t.Run("ErrOtherVerifier", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			own := flow(system.IdentityPlatform)
			address, err := f.URL(own.Authorization, system.OutlookCom, own, "")
			require.NoError(t, err)
			own.Verifier = "another one"
			_, _, err = f.Exchange(t.Context(), system.OutlookCom, own, code(f.provider.Consent(address, personal.Address)))
			assert.Equal(t, system.ClassReauthorise, requireError(t, err).Class)
		})
	})
	t.Run("ErrNoRefreshToken", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.provider.SetFault(fault("token", 200, `{"access_token":"s3cret","token_type":"bearer","expires_in":3600}`))
			_, _, err := f.link(system.Live, system.OutlookCom, personal)
			assert.Equal(t, system.CodeMalformed, requireError(t, err).Code)
		})
	})
}

func TestRefresh(t *testing.T) {
	for _, row := range []struct {
		name          string
		authorization system.Authorization
		provider      system.Provider
		scope         string
	}{
		{"Live", system.Live, system.OutlookCom, ""},
		{"Personal", system.IdentityPlatform, system.OutlookCom, "offline_access https://outlook.office.com/Calendars.ReadWrite"},
		{"Work", system.IdentityPlatform, system.Microsoft365, "offline_access https://graph.microsoft.com/Calendars.ReadWrite"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				owner := personal
				if row.provider == system.Microsoft365 {
					owner = worker
				}
				old, _, err := f.link(row.authorization, row.provider, owner)
				require.NoError(t, err)
				old.Generation = 7
				time.Sleep(time.Hour)
				fresh, err := f.Refresh(t.Context(), row.provider, old)
				require.NoError(t, err)
				assert.NotEqual(t, old.AccessToken, fresh.AccessToken)
				assert.NotEqual(t, old.RefreshToken, fresh.RefreshToken)
				assert.Equal(t, 7, fresh.Generation)
				assert.Equal(t, row.authorization, fresh.Authorization)
				assert.Equal(t, time.Now().Add(3599*time.Second).UTC(), fresh.Expiry)
				sent := f.provider.Requests()
				form := url.Values(sent[len(sent)-1].Form)
				assert.Equal(t, row.scope, form.Get("scope"), "openid is not asked for again")
				assert.Equal(t, "refresh_token", form.Get("grant_type"))
				assert.False(t, form.Has("code"))
			})
		})
	}
	t.Run("OldRefreshTokenStays", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.provider.SetFault(fault("token", 200, `{"access_token":"s3cret-new","token_type":"bearer"}`))
			c, err := f.Refresh(t.Context(), system.OutlookCom, system.Credential{Authorization: system.Live, RefreshToken: "s3cret-old"})
			require.NoError(t, err)
			assert.Equal(t, "s3cret-old", c.RefreshToken)
			assert.Equal(t, time.Now().Add(time.Hour).UTC(), c.Expiry, "an hour when the answer names none")
		})
	})
}
