package identity

import (
	"net/http"
	"strings"
)

// declineCookie tells the consent page what its simulated reader answers.
const declineCookie = "consent"

const declines = "declined"

// BrowserOption changes what a person does at the login hosts.
type BrowserOption func(*browser)

// Declining has the person say no at every consent page: the client is told
// error=access_denied at its redirect address (RFC 6749, 4.1.2.1).
func Declining() BrowserOption {
	return func(b *browser) { b.declines = true }
}

// As has the person be signed in with another address than their own, as
// somebody is whose browser knows a second account. Empty: with none.
func As(signIn string) BrowserOption {
	return func(b *browser) { b.signIn = signIn }
}

// cookies is what the login hosts are told of the person, "" for a stranger.
func (b *browser) cookies() string {
	var all []string
	if b.signIn != "" {
		all = append(all, (&http.Cookie{Name: sessionCookie, Value: b.signIn}).String())
	}
	if b.declines {
		all = append(all, (&http.Cookie{Name: declineCookie, Value: declines}).String())
	}
	return strings.Join(all, "; ")
}

// declined says whether the person says no. Nobody is asked who is not signed in.
func (c *call) declined() bool {
	cookie, err := c.r.Cookie(declineCookie)
	return err == nil && cookie.Value == declines
}

// refuseDeclined is what a client is told of it. The number is the identity
// platform's (65004, from the public list of error codes; unconfirmed here).
func refuseDeclined() *refusal {
	return refuse("access_denied", 65004, "The user declined to consent to access the app.")
}
