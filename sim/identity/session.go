package identity

import (
	"html"
	"net/http"
	"net/url"
	"strings"

	"anchorage/sim/mailbox"
)

// A browser session is a cookie that names the sign-in address: whoever has it
// is signed in. The simulated people have no passwords.
const (
	sessionCookie = "signed_in_as"
	signInPath    = "/ppsecure/signin"
)

// Browser is the network as a signed-in person's browser uses it: requests to
// the login hosts carry the session. Give it to an http.Client that follows
// redirects. Without options the person consents to whatever is asked.
func Browser(base http.RoundTripper, signIn string, options ...BrowserOption) http.RoundTripper {
	b := &browser{base: base, signIn: signIn}
	for _, o := range options {
		o(b)
	}
	b.cookie = b.cookies()
	return b
}

type browser struct {
	base     http.RoundTripper
	signIn   string
	declines bool
	cookie   string // of all that
}

// RoundTrip implements http.RoundTripper.
func (b *browser) RoundTrip(r *http.Request) (*http.Response, error) {
	if host := hostName(r.URL.Hostname()); b.cookie != "" && (host == LiveHost || host == PlatformHost) {
		r = r.Clone(r.Context())
		if have := r.Header.Get("Cookie"); have != "" {
			r.Header.Set("Cookie", have+"; "+b.cookie)
		} else {
			r.Header.Set("Cookie", b.cookie)
		}
	}
	return b.base.RoundTrip(r)
}

// ownerOfSession finds who is signed in. Live Connect knows personal accounts
// only.
func (c *call) ownerOfSession() {
	cookie, err := c.r.Cookie(sessionCookie)
	if err != nil {
		return
	}
	a := c.server.accounts.bySignIn[strings.ToLower(cookie.Value)]
	if a != nil && (c.route.kind == mailbox.IdentityPlatform || a.consumer()) {
		c.account = a
	}
}

// showSignIn answers with the form that a person fills in.
func (c *call) showSignIn(back, hint, complaint string) {
	c.write(http.StatusOK, htmlType, []byte(`<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1><p>`+
		html.EscapeString(complaint)+`</p><form method="post" action="`+signInPath+`"><input type="hidden" name="return" value="`+
		html.EscapeString(back)+`"><input type="email" name="address" value="`+html.EscapeString(hint)+
		`"><button>Next</button></form></body></html>`))
}

// signIn takes the form and begins a session.
func (c *call) signIn() {
	c.readForm()
	address, back := c.form.Get("address"), c.form.Get("return")
	if u, err := url.Parse(back); err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
		c.write(http.StatusBadRequest, htmlType, []byte("<!DOCTYPE html><p>The page to return to is not one of this site.</p>"))
		return
	}
	a := c.server.accounts.bySignIn[strings.ToLower(strings.TrimSpace(address))]
	if a == nil || c.route.kind == mailbox.Live && !a.consumer() {
		c.showSignIn(back, address, "That account does not exist.")
		return
	}
	http.SetCookie(&c.w, &http.Cookie{Name: sessionCookie, Value: a.spec.SignIn, Path: "/", Secure: true, HttpOnly: true})
	c.redirect(back)
}

func (c *call) redirect(to string) {
	c.w.Header()["Location"] = []string{to}
	c.write(http.StatusFound, htmlType, nil)
}

// readForm reads the parameters of query and body, in the body's favour.
func (c *call) readForm() {
	c.r.Body = http.MaxBytesReader(&c.w, c.r.Body, maxRequestBodyBytes)
	_ = c.r.ParseForm() // what cannot be read is missing, and is refused as such
	c.form = c.r.Form
}
