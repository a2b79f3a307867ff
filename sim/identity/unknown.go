package identity

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// notShown stands for a secret.
const notShown = "(not shown)"

// secretFields are parameters that no report may show.
var secretFields = []string{"code", "refresh_token", "access_token", "id_token", "client_secret", "client_assertion", "code_verifier", "password", "assertion", "device_code"}

// unknown tells that a request is not simulated: why, and the request whole, but
// for its secrets.
func (s *Server) unknown(r *http.Request, why string) {
	if s.Unknown == nil {
		return
	}
	address := *r.URL
	address.RawQuery = redact(r.URL.Query()).Encode()
	var b strings.Builder
	fmt.Fprintf(&b, "unknown request: %s\n%s https://%s%s\n", why, r.Method, r.Host, address.RequestURI())
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			if name == "Authorization" || name == "Cookie" {
				value = notShown
			}
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	if body := shownBody(r); body != "" {
		b.WriteString("\n" + body)
	}
	s.Unknown(b.String())
}

// shownBody is a form without its secrets. Bodies of other kinds are not shown:
// where their secrets are is not known.
func shownBody(r *http.Request) string {
	form := r.PostForm
	if form == nil && r.Body != nil {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBodyBytes))
		if err != nil || len(body) == 0 {
			return ""
		}
		if !strings.HasPrefix(headerValue(r.Header, "Content-Type"), "application/x-www-form-urlencoded") {
			return fmt.Sprintf("(%d bytes of another kind, not shown)", len(body))
		}
		form, _ = url.ParseQuery(string(body))
	}
	return redact(form).Encode()
}

func redact(values url.Values) url.Values {
	shown := make(url.Values, len(values))
	for name, all := range values {
		if slices.Contains(secretFields, strings.ToLower(name)) {
			all = []string{notShown}
		}
		shown[name] = all
	}
	return shown
}
