package identity_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"anchorage/sim/identity"
	"anchorage/sim/mailbox"
)

const calendars = "https://outlook.office.com/Calendars.ReadWrite"

type claims struct {
	OID      string `json:"oid"`
	TID      string `json:"tid"`
	Username string `json:"preferred_username"`
	Email    string `json:"email"`
	Version  string `json:"ver"`
}

func TestPlatformFlowVerifiedByOIDC(t *testing.T) {
	for name, c := range map[string]struct {
		tenant, issuer, signIn, oid, tid string
	}{
		"Common":        {"common", "https://login.microsoftonline.com/{tenantid}/v2.0", consumerSignIn, "00000000-0000-0000-40c0-3bac188d01d1", mailbox.ConsumerIdentityTenant},
		"Consumers":     {"consumers", "", consumerSignIn, "00000000-0000-0000-40c0-3bac188d01d1", mailbox.ConsumerIdentityTenant},
		"ConsumerGUID":  {mailbox.ConsumerIdentityTenant, "", consumerSignIn, "00000000-0000-0000-40c0-3bac188d01d1", mailbox.ConsumerIdentityTenant},
		"CommonWork":    {"common", "https://login.microsoftonline.com/{tenantid}/v2.0", workSignIn, "aaaaaaaa-0000-4000-8000-000000000001", workTenant},
		"Organizations": {"organizations", "https://login.microsoftonline.com/{tenantid}/v2.0", workSignIn, "aaaaaaaa-0000-4000-8000-000000000001", workTenant},
		"WorkTenant":    {workTenant, "", workSignIn, "aaaaaaaa-0000-4000-8000-000000000001", workTenant},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t)
				ctx := w.context()
				issuer := "https://login.microsoftonline.com/" + c.tid + "/v2.0"
				if c.issuer == "" {
					c.issuer = issuer
				}
				provider, err := oidc.NewProvider(oidc.InsecureIssuerURLContext(ctx, c.issuer), "https://login.microsoftonline.com/"+c.tenant+"/v2.0")
				require.NoError(t, err)
				o := config(provider.Endpoint(), "openid", "profile", "email", "offline_access", calendars)
				verifier := oauth2.GenerateVerifier()
				back := w.authorize(o.AuthCodeURL("state-1", oidc.Nonce("nonce-1"), oauth2.S256ChallengeOption(verifier)), c.signIn)
				token, err := o.Exchange(ctx, back.Get("code"), oauth2.VerifierOption(verifier))
				require.NoError(t, err)

				raw, ok := token.Extra("id_token").(string)
				require.True(t, ok)
				// The issuer of several tenants is a template; a token's names the user's.
				checked, err := provider.Verifier(&oidc.Config{ClientID: "client-1", SkipIssuerCheck: true}).Verify(ctx, raw)
				require.NoError(t, err)
				assert.Equal(t, issuer, checked.Issuer)
				assert.Equal(t, "nonce-1", checked.Nonce)
				assert.WithinDuration(t, time.Now().Add(time.Hour), checked.Expiry, time.Second)
				var got claims
				require.NoError(t, checked.Claims(&got))
				assert.Equal(t, claims{c.oid, c.tid, c.signIn, c.signIn, "2.0"}, got)

				grant, ok := w.server.Grant(token.AccessToken)
				require.True(t, ok)
				assert.Equal(t, mailbox.IdentityPlatform, grant.Kind)
				assert.Equal(t, "outlook.office.com", grant.Audience)
				assert.Equal(t, []string{"openid", "profile", "email", "calendars.readwrite"}, grant.Scopes)
				assert.Equal(t, time.Now().Add(time.Hour).UTC(), grant.Expires)
				assert.Empty(t, w.unknown)
			})
		})
	}
}

func TestIDTokenNeedsScopes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		redeem := func(scopes ...string) answer {
			return w.post(platform("consumers").TokenURL, "client_id", "client-1", "grant_type", "authorization_code",
				"redirect_uri", callback, "code", w.code(platform("consumers"), consumerSignIn, scopes...))
		}
		without := redeem("Calendars.Read")
		assert.Empty(t, without.IDToken)
		assert.Empty(t, without.RefreshToken)
		assert.Equal(t, "Calendars.Read", without.Scope)
		assert.Equal(t, 3599, without.ExpiresIn)

		bare := redeem("openid")
		payload, err := base64.RawURLEncoding.DecodeString(strings.Split(bare.IDToken, ".")[1])
		require.NoError(t, err)
		assert.NotContains(t, string(payload), `"oid"`)
		assert.NotContains(t, string(payload), `"tid"`)
		assert.NotContains(t, string(payload), "ann@")
	})
}

func TestIDTokenIsReproducible(t *testing.T) {
	draw := func() string {
		var token string
		inBubble(t, func(t *testing.T) {
			w := newWorld(t)
			token = w.link(config(platform("common"), "openid", "profile"), consumerSignIn).Extra("id_token").(string)
		})
		return token
	}
	assert.Equal(t, draw(), draw())
}

func TestAudienceFollowsScopes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		for scope, audience := range map[string]string{
			"Calendars.Read": "graph.microsoft.com",
			"https://graph.microsoft.com/Calendars.Read": "graph.microsoft.com",
			calendars: "outlook.office.com",
			"openid":  "graph.microsoft.com",
		} {
			token := w.link(config(platform("common"), scope), consumerSignIn)
			grant, ok := w.server.Grant(token.AccessToken)
			require.True(t, ok)
			assert.Equal(t, audience, grant.Audience, scope)
		}
	})
}

func TestTenantRules(t *testing.T) {
	for name, c := range map[string]struct {
		tenant, signIn string
		number         string // "" when admitted
	}{
		"PersonalAtOrganizations":   {"organizations", consumerSignIn, "AADSTS50020"},
		"PersonalAtWorkTenant":      {workTenant, consumerSignIn, "AADSTS50020"},
		"PersonalAtCommon":          {"common", consumerSignIn, ""},
		"WorkAtConsumers":           {"consumers", workSignIn, "AADSTS50020"},
		"WorkAtConsumerTenant":      {mailbox.ConsumerIdentityTenant, workSignIn, "AADSTS50020"},
		"WorkAtOrganizations":       {"Organizations", workSignIn, ""},
		"WorkAtItsTenantUpperCased": {strings.ToUpper(workTenant), workSignIn, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t)
				back := w.authorize(config(platform(c.tenant), "openid").AuthCodeURL("s"), c.signIn)
				assert.Equal(t, "s", back.Get("state"))
				if c.number == "" {
					assert.NotEmpty(t, back.Get("code"))
					return
				}
				assert.Empty(t, back.Get("code"))
				assert.Equal(t, "invalid_request", back.Get("error"))
				assert.Contains(t, back.Get("error_description"), c.number+":")
			})
		})
	}
	t.Run("ErrUnknownTenant", func(t *testing.T) {
		inBubble(t, func(t *testing.T) {
			w := newWorld(t)
			const nowhere = "00000000-0000-4000-8000-000000000000"
			response := w.visit(config(platform(nowhere), "openid").AuthCodeURL("s"), workSignIn)
			assert.Equal(t, http.StatusBadRequest, response.StatusCode)
			assert.Equal(t, "login.microsoftonline.com", response.Request.URL.Host)
			wantError(t, w.post(platform(nowhere).TokenURL, "client_id", "c"), "invalid_request", 90002)
			for _, path := range []string{"/v2.0/.well-known/openid-configuration", "/discovery/v2.0/keys"} {
				assert.Equal(t, http.StatusBadRequest, w.visit("https://login.microsoftonline.com/"+nowhere+path, "").StatusCode)
			}
		})
	})
	t.Run("ErrCodeRedeemedElsewhere", func(t *testing.T) {
		inBubble(t, func(t *testing.T) {
			w := newWorld(t)
			got := w.post(platform("organizations").TokenURL, "client_id", "client-1", "grant_type", "authorization_code",
				"redirect_uri", callback, "code", w.code(platform("common"), consumerSignIn, "openid"))
			wantError(t, got, "invalid_grant", 50020)
		})
	})
}

func TestResponseModes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		mode := func(value string) string {
			return config(platform("common"), "openid").AuthCodeURL("s", oauth2.SetAuthURLParam("response_mode", value), oauth2.SetAuthURLParam("client_info", "1"))
		}
		fragment, err := url.ParseQuery(w.visit(mode("fragment"), consumerSignIn).Request.URL.Fragment)
		require.NoError(t, err)
		assert.NotEmpty(t, fragment.Get("code"))
		assert.Equal(t, "s", fragment.Get("state"))

		query := w.authorize(mode("query"), consumerSignIn)
		info, err := base64.RawURLEncoding.DecodeString(query.Get("client_info"))
		require.NoError(t, err)
		assert.JSONEq(t, `{"uid":"00000000-0000-0000-40c0-3bac188d01d1","utid":"9188040d-6c67-4c5b-b112-36a304b66dad"}`, string(info))

		assert.Equal(t, "invalid_request", w.authorize(mode("pigeon"), consumerSignIn).Get("error"))

		posted := w.visit(mode("form_post"), consumerSignIn)
		assert.Equal(t, http.StatusOK, posted.StatusCode)
		assert.Equal(t, "login.microsoftonline.com", posted.Request.URL.Host)
	})
}

func TestTokensOfOneSeed(t *testing.T) {
	draw := func(seed func(*identity.Server), order ...string) map[string]string {
		tokens := map[string]string{}
		inBubble(t, func(t *testing.T) {
			w := newWorld(t, seed)
			for _, signIn := range order {
				token := w.link(config(platform("common"), "openid", "offline_access"), signIn)
				tokens[signIn] = token.AccessToken + " " + token.RefreshToken
			}
		})
		return tokens
	}
	same := func(*identity.Server) {}
	first := draw(same, consumerSignIn, otherSignIn, workSignIn)
	assert.Equal(t, first, draw(same, workSignIn, otherSignIn, consumerSignIn), "whatever the order of mailboxes")
	assert.NotEqual(t, first, draw(func(s *identity.Server) { s.Seed = 2 }, consumerSignIn, otherSignIn, workSignIn))
}
