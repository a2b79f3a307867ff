package identity_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

type exchange = journal.Exchange

func TestLiveFlow(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		c := config(live, "wl.signin", "wl.offline_access", "wl.calendars", "wl.calendars_update")
		token := w.link(c, consumerSignIn)
		assert.True(t, strings.HasPrefix(token.AccessToken, "EwB"))
		assert.Nil(t, token.Extra("id_token"))
		assert.Len(t, token.Extra("user_id"), 43)
		assert.Equal(t, time.Now().Add(time.Hour), token.Expiry)
		grant, ok := w.server.Grant(token.AccessToken)
		require.True(t, ok)
		assert.Equal(t, mailbox.Grant{
			Mailbox: "outlook-1", Kind: mailbox.Live, Audience: "outlook.office.com", Expires: time.Now().Add(time.Hour).UTC(),
			Scopes: []string{"wl.signin", "wl.offline_access", "wl.calendars", "wl.calendars_update"},
		}, grant)

		time.Sleep(2 * time.Hour)
		newer, err := c.TokenSource(w.context(), token).Token()
		require.NoError(t, err)
		assert.NotEqual(t, token.RefreshToken, newer.RefreshToken)
		grant, ok = w.server.Grant(newer.AccessToken)
		require.True(t, ok)
		assert.Equal(t, "outlook.office.com", grant.Audience)
		assert.Empty(t, w.unknown)
	})
}

func TestLiveAnswers(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		without := w.post(live.TokenURL, redeem(w.code(live, consumerSignIn, "wl.basic"))...)
		assert.Empty(t, without.RefreshToken)
		assert.Equal(t, 3600, without.ExpiresIn)
		grant, _ := w.server.Grant(without.AccessToken)
		assert.NotEqual(t, "outlook.office.com", grant.Audience, "no calendar was granted")

		other := w.post(live.TokenURL, redeem(w.code(live, otherSignIn, "wl.basic"))...)
		assert.NotEqual(t, without.UserID, other.UserID)

		token := w.post(live.TokenURL, redeem(w.code(live, consumerSignIn, "wl.calendars,wl.offline_access"))...)
		assert.Equal(t, without.UserID, token.UserID, "one user, one client, one id")
		elsewhere := w.post(tokenURL, refresh(token.RefreshToken)...)
		wantError(t, elsewhere, "invalid_grant", 70000)

		w.server.Revoke("outlook-1")
		refused := w.post(live.TokenURL, refresh(token.RefreshToken)...)
		assert.Equal(t, "invalid_grant", refused.Error)
		assert.NotEmpty(t, refused.Correlation)
		assert.Empty(t, refused.Codes)
		assert.Empty(t, refused.Timestamp)
		assert.NotContains(t, refused.Text, "AADSTS")
	})
}

func TestLiveRefusals(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		assert.Equal(t, "invalid_scope", w.authorize(config(live, "openid").AuthCodeURL("s"), consumerSignIn).Get("error"))
		assert.Equal(t, "invalid_scope", w.authorize(config(live, calendars).AuthCodeURL("s"), consumerSignIn).Get("error"))
		page := w.visit(config(live, "wl.basic").AuthCodeURL("s"), workSignIn)
		assert.Equal(t, http.StatusOK, page.StatusCode, "work accounts are not known here: the form is shown")
		assert.Equal(t, "login.live.com", page.Request.URL.Host)
		assert.Equal(t, "invalid_request", w.post(live.TokenURL, "grant_type", "refresh_token").Error)
	})
}
