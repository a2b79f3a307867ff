package identity

import (
	"html"
	"net/http"
	"net/url"
	"strings"

	"anchorage/sim/mailbox"
)

// authorize is the page that a client sends its user to, in both systems. With a
// browser session the person consents at once, whatever prompt asks for short of
// none; without one, they see the sign-in form.
func (c *call) authorize() {
	c.readForm()
	if state := c.form.Get("state"); state != "" && c.server.Told != nil {
		c.server.Told("the state of a sign-in", state)
	}
	if refused := c.checkClient(); refused != nil {
		c.page(refused)
		return
	}
	scopes, refused := c.checkAuthorization()
	if refused != nil {
		c.sendBack(refused.values(c))
		return
	}
	if c.account == nil {
		if c.form.Get("prompt") == "none" {
			c.sendBack(refuse("login_required", 50058, "A silent sign-in request was sent but no user is signed in.").values(c))
			return
		}
		c.showSignIn(c.r.URL.Path+"?"+c.form.Encode(), c.form.Get("login_hint"), "")
		return
	}
	if !admits(c.tenant, c.account) {
		c.sendBack(refuseAccount("invalid_request", c.tenant).values(c))
		return
	}
	if c.declined() {
		c.sendBack(refuseDeclined().values(c))
		return
	}
	c.consent(scopes)
}

// checkClient finds mistakes after which nobody can be sent back: there is no
// place that is known to be the client's.
func (c *call) checkClient() *refusal {
	if c.route.kind == mailbox.IdentityPlatform && !c.server.tenantKnown(c.tenant) {
		return refuseTenant(c.tenant)
	}
	for _, parameter := range []string{"client_id", "redirect_uri"} {
		if c.form.Get(parameter) == "" {
			return refuseMissing(parameter)
		}
	}
	if u, err := url.Parse(c.form.Get("redirect_uri")); err != nil || u.Scheme == "" || u.Host == "" {
		return refuse("invalid_request", 50011, "The redirect URI specified in the request is not an absolute address.")
	}
	return nil
}

// checkAuthorization finds mistakes that the client is told by a redirect.
func (c *call) checkAuthorization() (scopeSet, *refusal) {
	for _, parameter := range []string{"response_type", "scope"} {
		if strings.TrimSpace(c.form.Get(parameter)) == "" {
			return scopeSet{}, refuseMissing(parameter)
		}
	}
	if c.form.Get("response_type") != "code" {
		// Implicit and hybrid flows exist at the provider and not here.
		c.server.unknown(c.r, "response_type "+c.form.Get("response_type")+" is not simulated")
		return scopeSet{}, refuse("unsupported_response_type", 700054, "The response_type is not enabled for the application.")
	}
	switch c.form.Get("response_mode") {
	case "", "query", "fragment", "form_post":
	default:
		return scopeSet{}, refuse("invalid_request", 70007, "The value of response_mode is not supported.")
	}
	if text := c.challenge().check(); text != "" {
		return scopeSet{}, refuse("invalid_request", 501491, text)
	}
	return parseScopes(c.route.kind, c.form.Get("scope"))
}

func (c *call) challenge() challenge {
	return challenge{c.form.Get("code_challenge"), c.form.Get("code_challenge_method")}
}

// consent gives the client a code.
func (c *call) consent(scopes scopeSet) {
	text := c.server.issueCode(c.account, code{
		at: c.server.Clock.Now(), kind: c.route.kind, client: c.form.Get("client_id"), back: c.form.Get("redirect_uri"),
		nonce: c.form.Get("nonce"), scopes: scopes, proof: c.challenge(),
	})
	values := url.Values{"code": {text}}
	if c.form.Get("client_info") == "1" && c.route.kind == mailbox.IdentityPlatform {
		values.Set("client_info", clientInfo(c.account.spec))
	}
	c.sendBack(values)
}

// values is a refusal as the client's redirect address receives it.
func (f *refusal) values(c *call) url.Values {
	c.code = f.code
	return url.Values{"error": {f.code}, "error_description": {c.describe(f)}}
}

// sendBack redirects to the client with an answer, in the mode that it asked for.
func (c *call) sendBack(values url.Values) {
	if state, ok := c.form["state"]; ok {
		values["state"] = state[:1]
	}
	back := c.form.Get("redirect_uri")
	switch c.form.Get("response_mode") {
	case "form_post":
		c.write(http.StatusOK, htmlType, postForm(back, values))
		return
	case "fragment":
		c.redirect(back + "#" + values.Encode())
		return
	}
	separator := "?"
	if strings.Contains(back, "?") {
		separator = "&"
	}
	c.redirect(back + separator + values.Encode())
}

// postForm is the page by which a browser posts an answer to the client.
func postForm(to string, values url.Values) []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><body onload="document.forms[0].submit()"><form method="post" action="` + html.EscapeString(to) + `">`)
	for _, name := range []string{"code", "client_info", "error", "error_description", "state"} {
		if values.Has(name) {
			b.WriteString(`<input type="hidden" name="` + name + `" value="` + html.EscapeString(values.Get(name)) + `">`)
		}
	}
	b.WriteString(`<noscript><button>Continue</button></noscript></form></body></html>`)
	return []byte(b.String())
}
