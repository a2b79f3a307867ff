package unknown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// notShown stands for a secret.
const notShown = "(not shown)"

// secretFields are parameters and properties that no report may show, in lower
// case and without signs between words.
var secretFields = []string{
	"code", "refreshtoken", "accesstoken", "idtoken", "token", "clientsecret", "clientassertion", "codeverifier", "assertion",
	"devicecode", "password", "passwd", "secret", "state", "clientstate", "validationtoken", "deltatoken", "skiptoken",
	"nonce", "apikey", "key", "routingkey", "dedupkey", "link",
}

func secretField(name string) bool {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune("_-$ ", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
	return slices.Contains(secretFields, name)
}

func secretHeader(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie":
		return true
	}
	name = strings.TrimPrefix(strings.ToLower(name), "x-")
	return secretField(name) || strings.HasSuffix(name, "-token") || strings.HasSuffix(name, "-key") || strings.HasSuffix(name, "-secret")
}

// address is path and query of a URL.
func address(u *url.URL) string {
	shown := url.URL{Path: hookPath(u.Path), RawQuery: form(u.Query())}
	return shown.RequestURI()
}

// hookPath hides the end of an incoming webhook's address, which is all that it
// asks for to let somebody in.
func hookPath(path string) string {
	if i := strings.Index(path, "/services/"); i >= 0 {
		return path[:i] + "/services/" + notShown
	}
	return path
}

// form writes fields in the order of their names.
func form(values url.Values) string {
	shown := make(url.Values, len(values))
	for name, all := range values {
		for _, value := range all {
			if secretField(name) {
				value = notShown
			}
			shown.Add(name, text(value))
		}
	}
	return shown.Encode()
}

// content is a body. One whose form is not known is not shown: nobody knows where
// its secrets are.
func content(h http.Header, body []byte) string {
	kind := strings.ToLower(h.Get("Content-Type"))
	if strings.HasPrefix(kind, "application/x-www-form-urlencoded") {
		if values, err := url.ParseQuery(string(body)); err == nil {
			return form(values)
		}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) == nil && !d.More() {
		var out bytes.Buffer
		e := json.NewEncoder(&out)
		e.SetEscapeHTML(false)
		if e.Encode(value("", v)) == nil {
			return strings.TrimSuffix(out.String(), "\n")
		}
	}
	return fmt.Sprintf("(%d bytes of another kind, not shown)", len(body))
}

// value is a JSON value found under a name.
func value(name string, v any) any {
	if secretField(name) && v != nil {
		return notShown
	}
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = value(key, v[key])
		}
		return v
	case []any:
		for i := range v {
			v[i] = value(name, v[i])
		}
		return v
	case string:
		return text(v)
	}
	return v
}

var (
	// addressInText: where a link leads is told, what it opens is not.
	addressInText = regexp.MustCompile(`(https?://[^/\s"'<>]+)[/?#][^\s"'<>]*`)
	// opaque text as long as this may be a token.
	opaque = regexp.MustCompile(`[A-Za-z0-9_\-.~+/=!*$%]{48,}`)
)

// text hides what may open something within a longer text.
func text(s string) string {
	s = addressInText.ReplaceAllString(s, "$1/"+notShown)
	return opaque.ReplaceAllString(s, notShown)
}
