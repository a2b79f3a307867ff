package identity_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"anchorage/sim/identity"
	"anchorage/sim/mailbox"
)

var (
	challenge43 = strings.Repeat("p", 43)
	tokenURL    = platform("common").TokenURL
)

func redeem(code string, more ...string) []string {
	return append([]string{"client_id", "client-1", "grant_type", "authorization_code", "redirect_uri", callback, "code", code}, more...)
}

func refresh(token string, more ...string) []string {
	return append([]string{"client_id", "client-1", "grant_type", "refresh_token", "refresh_token", token}, more...)
}

func TestCodes(t *testing.T) {
	// Each case begins with a code of outlook-1 for the scope openid.
	for name, check := range map[string]func(t *testing.T, w *world, code string){
		"OK": func(t *testing.T, w *world, code string) {
			assert.NotEmpty(t, w.post(tokenURL, redeem(code)...).AccessToken)
		},
		"OKLastMoment": func(t *testing.T, w *world, code string) {
			time.Sleep(10*time.Minute - 1)
			assert.NotEmpty(t, w.post(tokenURL, redeem(code)...).AccessToken)
		},
		"ErrExpired": func(t *testing.T, w *world, code string) {
			time.Sleep(10 * time.Minute)
			got := w.post(tokenURL, redeem(code)...)
			wantError(t, got, "invalid_grant", 70000)
			assert.Contains(t, got.Description, "The code has expired.")
		},
		"ErrExpiredAndForgotten": func(t *testing.T, w *world, code string) {
			time.Sleep(time.Hour)
			w.code(platform("common"), consumerSignIn, "openid")
			assert.Contains(t, w.post(tokenURL, redeem(code)...).Description, "The code has expired.")
		},
		"ErrRedeemedTwice": func(t *testing.T, w *world, code string) {
			w.post(tokenURL, redeem(code)...)
			w.code(platform("common"), consumerSignIn, "openid")
			wantError(t, w.post(tokenURL, redeem(code)...), "invalid_grant", 54005)
		},
		"ErrInvented": func(t *testing.T, w *world, code string) {
			wantError(t, w.post(tokenURL, redeem("M.Cinvented")...), "invalid_grant", 70000)
			wantError(t, w.post(tokenURL, redeem(code[:len(code)-2]+"AA")...), "invalid_grant", 70000)
		},
		"ErrOtherClient": func(t *testing.T, w *world, code string) {
			wantError(t, w.post(tokenURL, redeem(code, "client_id", "client-2")...), "invalid_grant", 70000)
		},
		"ErrOtherRedirect": func(t *testing.T, w *world, code string) {
			wantError(t, w.post(tokenURL, redeem(code, "redirect_uri", callback+"/2")...), "invalid_grant", 70000)
		},
		"ErrScopeWithoutConsent": func(t *testing.T, w *world, code string) {
			wantError(t, w.post(tokenURL, redeem(code, "scope", "Calendars.Read")...), "invalid_grant", 65001)
			assert.NotEmpty(t, w.post(tokenURL, redeem(code)...).AccessToken, "a refusal does not use the code up")
		},
		"ErrAtTheOtherSystem": func(t *testing.T, w *world, code string) {
			got := w.post(live.TokenURL, redeem(code)...)
			assert.Equal(t, "invalid_grant", got.Error)
		},
		"ErrAsRefreshToken": func(t *testing.T, w *world, code string) {
			wantError(t, w.post(tokenURL, refresh(code)...), "invalid_grant", 70000)
		},
		"ErrUnpromisedVerifier": func(t *testing.T, w *world, code string) {
			wantError(t, w.post(tokenURL, redeem(code, "code_verifier", challenge43)...), "invalid_grant", 501481)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t)
				check(t, w, w.code(platform("common"), consumerSignIn, "openid"))
			})
		})
	}
}

func TestPKCE(t *testing.T) {
	plain := func(method string) []oauth2.AuthCodeOption {
		options := []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("code_challenge", challenge43)}
		if method != "" {
			options = append(options, oauth2.SetAuthURLParam("code_challenge_method", method))
		}
		return options
	}
	for name, c := range map[string]struct {
		options  []oauth2.AuthCodeOption
		verifier string
		ok       bool
	}{
		"OK":               {[]oauth2.AuthCodeOption{oauth2.S256ChallengeOption(challenge43)}, challenge43, true},
		"OKPlain":          {plain("plain"), challenge43, true},
		"OKPlainByDefault": {plain(""), challenge43, true},
		"ErrMismatch":      {[]oauth2.AuthCodeOption{oauth2.S256ChallengeOption(challenge43)}, strings.Repeat("q", 43), false},
		"ErrPlainMismatch": {plain("plain"), strings.Repeat("q", 43), false},
		"ErrMissing":       {plain("S256"), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t)
				code := w.authorize(config(platform("common"), "openid").AuthCodeURL("s", c.options...), consumerSignIn).Get("code")
				got := w.post(tokenURL, redeem(code, "code_verifier", c.verifier)...)
				if c.ok {
					assert.NotEmpty(t, got.AccessToken)
					return
				}
				wantError(t, got, "invalid_grant", 501481)
			})
		})
	}
	t.Run("ErrChallenge", func(t *testing.T) {
		inBubble(t, func(t *testing.T) {
			w := newWorld(t)
			for _, options := range [][]oauth2.AuthCodeOption{
				plain("S512"),
				{oauth2.SetAuthURLParam("code_challenge", "short")},
				{oauth2.SetAuthURLParam("code_challenge_method", "S256")},
			} {
				back := w.authorize(config(platform("common"), "openid").AuthCodeURL("s", options...), consumerSignIn)
				assert.Equal(t, "invalid_request", back.Get("error"))
				assert.Contains(t, back.Get("error_description"), "AADSTS501491")
			}
		})
	})
}

func TestMissingFields(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		for parameter, form := range map[string][]string{
			"client_id":     {"grant_type", "refresh_token", "refresh_token", "x"},
			"grant_type":    {"client_id", "c"},
			"code":          {"client_id", "c", "grant_type", "authorization_code", "redirect_uri", callback},
			"redirect_uri":  {"client_id", "c", "grant_type", "authorization_code", "code", "x"},
			"refresh_token": {"client_id", "c", "grant_type", "refresh_token"},
		} {
			got := w.post(tokenURL, form...)
			wantError(t, got, "invalid_request", 900144)
			assert.Contains(t, got.Description, "'"+parameter+"'")
			assert.Equal(t, http.StatusBadRequest, got.Status)
			assert.Equal(t, "2022-03-01 20:00:00Z", got.Timestamp)
			assert.Contains(t, got.Description, "\r\nTrace ID: "+got.Trace+"\r\nCorrelation ID: "+got.Correlation+"\r\nTimestamp: "+got.Timestamp)
		}
		assert.Empty(t, w.unknown)
	})
}

func TestScopesRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		for _, scopes := range []string{calendars + " Calendars.Read", calendars + " https://graph.microsoft.com/User.Read", "https://api.example.com/Read", "a/b"} {
			back := w.authorize(config(platform("common"), scopes).AuthCodeURL("s"), consumerSignIn)
			assert.Equal(t, "invalid_scope", back.Get("error"), scopes)
			assert.Contains(t, back.Get("error_description"), "AADSTS70011")
		}
	})
}

func TestRefreshRotation(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		c := config(platform("common"), "openid", "profile", "offline_access", calendars, "https://outlook.office.com/User.Read")
		token := w.link(c, consumerSignIn)
		first := token.RefreshToken
		access := map[string]bool{token.AccessToken: true}
		for range 5 {
			time.Sleep(time.Hour)
			var err error
			before := token
			token, err = c.TokenSource(w.context(), token).Token()
			require.NoError(t, err)
			assert.NotEqual(t, before.RefreshToken, token.RefreshToken)
			assert.Nil(t, token.Extra("id_token"), "openid was not asked for")
			assert.False(t, access[token.AccessToken])
			access[token.AccessToken] = true
			grant, ok := w.server.Grant(token.AccessToken)
			require.True(t, ok)
			assert.Equal(t, "outlook.office.com", grant.Audience)
			assert.Contains(t, grant.Scopes, "calendars.readwrite")
		}
		assert.NotEmpty(t, w.post(tokenURL, refresh(first)...).AccessToken, "use does not revoke the old one")

		asked := w.post(tokenURL, refresh(first, "scope", "openid")...)
		assert.NotEmpty(t, asked.IDToken)
		part := w.post(tokenURL, refresh(first, "scope", calendars)...)
		assert.Empty(t, part.IDToken)
		assert.Equal(t, calendars, part.Scope)
		grant, _ := w.server.Grant(part.AccessToken)
		assert.Equal(t, []string{"calendars.readwrite"}, grant.Scopes)
		wantError(t, w.post(tokenURL, refresh(first, "scope", "https://outlook.office.com/Mail.Read")...), "invalid_grant", 65001)
		wantError(t, w.post(tokenURL, refresh(first, "scope", "Calendars.ReadWrite")...), "invalid_grant", 65001)
		wantError(t, w.post(tokenURL, refresh(first, "client_id", "client-2")...), "invalid_grant", 70000)
		wantError(t, w.post(platform("organizations").TokenURL, refresh(first)...), "invalid_grant", 50020)
	})
}

func TestRefreshTokenEndsByInactivity(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		c := config(platform("common"), "offline_access", calendars)
		token := w.link(c, workSignIn)
		time.Sleep(90*24*time.Hour - 1)
		newer := w.post(tokenURL, refresh(token.RefreshToken)...)
		require.NotEmpty(t, newer.RefreshToken)
		time.Sleep(time.Second)
		wantError(t, w.post(tokenURL, refresh(token.RefreshToken)...), "invalid_grant", 700082)
		assert.NotEmpty(t, w.post(tokenURL, refresh(newer.RefreshToken)...).AccessToken)
	})
}

func TestTokensOfOneInstantDiffer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		token := w.link(config(platform("common"), "offline_access", calendars), consumerSignIn)
		a, b := w.post(tokenURL, refresh(token.RefreshToken)...), w.post(tokenURL, refresh(token.RefreshToken)...)
		assert.NotEqual(t, a.AccessToken, b.AccessToken)
		assert.NotEqual(t, a.RefreshToken, b.RefreshToken)
		assert.NotEqual(t, token.RefreshToken, a.RefreshToken)
	})
}

func TestRevoke(t *testing.T) {
	for name, c := range map[string]struct {
		id, signIn string
		number     int
	}{
		"Personal": {"outlook-1", consumerSignIn, 70000},
		"Work":     {"work-1", workSignIn, 50173},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t)
				o := config(platform("common"), "offline_access", calendars)
				token, other := w.link(o, c.signIn), w.link(o, otherSignIn)
				assert.True(t, w.server.Revoke(c.id))
				wantError(t, w.post(tokenURL, refresh(token.RefreshToken)...), "invalid_grant", c.number)
				_, err := o.TokenSource(w.context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
				var refused *oauth2.RetrieveError
				require.ErrorAs(t, err, &refused)
				assert.Equal(t, "invalid_grant", refused.ErrorCode)
				_, ok := w.server.Grant(token.AccessToken)
				assert.True(t, ok, "access tokens live to their end")
				assert.NotEmpty(t, w.post(tokenURL, refresh(other.RefreshToken)...).AccessToken)
				again := w.link(o, c.signIn)
				assert.NotEmpty(t, w.post(tokenURL, refresh(again.RefreshToken)...).AccessToken, "relinking helps")
			})
		})
	}
	inBubble(t, func(t *testing.T) { assert.False(t, newWorld(t).server.Revoke("nobody")) })
}

func TestGrant(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, func(s *identity.Server) { s.AccessLife = 10 * time.Minute })
		token := w.link(config(platform("common"), "offline_access", calendars), consumerSignIn)
		expires := time.Now().Add(10 * time.Minute).UTC()
		assert.Equal(t, 599, w.post(tokenURL, refresh(token.RefreshToken)...).ExpiresIn)
		time.Sleep(24 * time.Hour)
		grant, ok := w.server.Grant(token.AccessToken)
		assert.True(t, ok, "expired ones are known")
		assert.Equal(t, mailbox.Grant{
			Mailbox: "outlook-1", Kind: mailbox.IdentityPlatform, Audience: "outlook.office.com", Scopes: []string{"calendars.readwrite"}, Expires: expires,
		}, grant)
		for _, text := range []string{"", "EwB", "EwB" + strings.Repeat("A", 43), "EwB" + strings.Repeat("-", 42) + "é", token.RefreshToken, token.AccessToken + "A", " " + token.AccessToken} {
			_, ok := w.server.Grant(text)
			assert.False(t, ok, "%q", text)
		}
		const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
		last := len(token.AccessToken) - 1
		for _, letter := range letters {
			if text := token.AccessToken[:last] + string(letter); text != token.AccessToken {
				_, ok := w.server.Grant(text)
				assert.False(t, ok, "ends in %c", letter)
			}
		}
		for i := range token.AccessToken {
			changed := []byte(token.AccessToken)
			changed[i] ^= 1
			_, ok := w.server.Grant(string(changed))
			assert.False(t, ok, "letter %d", i)
		}
	})
}

func TestNoTokenTellsTheMailbox(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		spec := specs()[0]
		got := w.post(live.TokenURL, redeem(w.code(live, consumerSignIn, "wl.calendars", "wl.offline_access"))...)
		for _, secret := range []string{spec.OID, spec.CID, spec.PUID, spec.MailboxGUID, spec.Address, spec.SignIn, spec.ID, spec.TID} {
			assert.NotContains(t, strings.ToLower(got.Text), strings.ToLower(secret))
		}
		assert.True(t, slices.ContainsFunc(w.exchanges, func(x exchange) bool { return x.Mailbox == "outlook-1" }))
	})
}

func TestSecrets(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		told := map[string]string{}
		w := newWorld(t, func(s *identity.Server) { s.Told = func(kind, secret string) { told[secret] = kind } })
		token := w.link(config(platform("common"), "offline_access", calendars), consumerSignIn)
		for text, want := range map[string]string{
			token.AccessToken: "an access token", token.RefreshToken: "a refresh token",
			"": "", "EwB": "", token.AccessToken + "x": "", token.AccessToken[:20]: "", "M.R3_" + token.AccessToken[3:]: "",
		} {
			kind, secret := w.server.Secret(text)
			assert.Equal(t, want, kind)
			assert.Equal(t, want != "", secret)
		}
		assert.Contains(t, slices.Collect(maps.Values(told)), "the state of a sign-in")
	})
}

// TestOutdated: a refresh token is outdated once the access token that came with a
// newer one was used, not before: its answer may have been lost.
func TestOutdated(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		first := w.link(config(platform("common"), "offline_access", calendars), consumerSignIn)
		outdated := func(token string) bool {
			w.post(tokenURL, refresh(token)...)
			return w.exchanges[len(w.exchanges)-1].Outdated
		}
		w.post(tokenURL, refresh(first.RefreshToken)...)
		assert.False(t, outdated(first.RefreshToken), "nobody has used what came of it")
		second := w.post(tokenURL, refresh(first.RefreshToken)...)
		_, known := w.server.Grant(second.AccessToken)
		require.True(t, known)
		assert.False(t, outdated(second.RefreshToken))
		assert.True(t, outdated(first.RefreshToken))
		assert.False(t, outdated("invented"))
	})
}
