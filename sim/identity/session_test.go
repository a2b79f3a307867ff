package identity_test

import (
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

func TestSignInForm(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		jar, err := cookiejar.New(nil)
		require.NoError(t, err)
		browser := &http.Client{Transport: w.transport, Jar: jar}
		response, err := browser.Get(config(platform("common"), "openid").AuthCodeURL("state & more", oauth2.SetAuthURLParam("login_hint", consumerSignIn)))
		require.NoError(t, err)
		page, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		assert.Equal(t, http.StatusOK, response.StatusCode)
		assert.Contains(t, string(page), `value="`+consumerSignIn+`"`)
		back := html.UnescapeString(regexp.MustCompile(`name="return" value="([^"]*)"`).FindStringSubmatch(string(page))[1])

		post := func(form url.Values) *http.Response {
			response, err := browser.PostForm("https://login.microsoftonline.com/ppsecure/signin", form)
			require.NoError(t, err)
			return response
		}
		stranger := post(url.Values{"address": {"nobody@example.com"}, "return": {back}})
		assert.Equal(t, "login.microsoftonline.com", stranger.Request.URL.Host)
		for _, elsewhere := range []string{"https://example.com/", "//example.com/", "x", ""} {
			assert.Equal(t, http.StatusBadRequest, post(url.Values{"address": {consumerSignIn}, "return": {elsewhere}}).StatusCode, "%q", elsewhere)
		}
		done := post(url.Values{"address": {"Ann@Example.com"}, "return": {back}})
		assert.Equal(t, "sync.example.com", done.Request.URL.Host)
		assert.Equal(t, "state & more", done.Request.URL.Query().Get("state"))
		assert.NotEmpty(t, done.Request.URL.Query().Get("code"))
	})
}

func TestSilentSignIn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		silent := config(platform("common"), "openid").AuthCodeURL("s", oauth2.SetAuthURLParam("prompt", "none"))
		assert.Equal(t, "login_required", w.authorize(silent, "").Get("error"))
		assert.Equal(t, "login_required", w.authorize(silent, "nobody@example.com").Get("error"))
		assert.NotEmpty(t, w.authorize(silent, consumerSignIn).Get("code"))
	})
}

func TestNobodyToSendBackTo(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		for name, query := range map[string]string{
			"NoClient":         "?redirect_uri=" + url.QueryEscape(callback) + "&response_type=code&scope=openid",
			"NoRedirect":       "?client_id=c&response_type=code&scope=openid",
			"RelativeRedirect": "?client_id=c&redirect_uri=/callback&response_type=code&scope=openid",
		} {
			response := w.visit(platform("common").AuthURL+query, consumerSignIn)
			assert.Equal(t, http.StatusBadRequest, response.StatusCode, name)
			assert.Equal(t, "login.microsoftonline.com", response.Request.URL.Host, name)
		}
		missing := w.authorize(platform("common").AuthURL+"?client_id=c&response_type=code&redirect_uri="+url.QueryEscape(callback), consumerSignIn)
		assert.Equal(t, "invalid_request", missing.Get("error"))
		assert.Contains(t, missing.Get("error_description"), "AADSTS900144")
		hybrid := w.authorize(platform("common").AuthURL+"?client_id=c&response_type=id_token&scope=openid&redirect_uri="+url.QueryEscape(callback+"?a=b"), consumerSignIn)
		assert.Equal(t, "unsupported_response_type", hybrid.Get("error"))
		assert.Equal(t, "b", hybrid.Get("a"))
		assert.Len(t, w.unknown, 1)
	})
}
