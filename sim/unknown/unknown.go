// Package unknown shows requests that nothing in the world simulates: whole, so
// that whoever reads it knows what is missing, but for what no report may show.
package unknown

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// maxShownBytes bounds how much of a body is looked at.
const maxShownBytes = 64 << 10

// Describe says why a request is not simulated, and shows it. It takes the body,
// unless a form has been read from it already.
func Describe(r *http.Request, why string) string {
	var body []byte
	if r.PostForm == nil && r.Body != nil {
		body, _ = io.ReadAll(io.LimitReader(r.Body, maxShownBytes)) // shown as far as it can be read
	}
	return DescribeRead(r, body, why)
}

// DescribeRead is Describe for whoever has read the body.
func DescribeRead(r *http.Request, body []byte, why string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "unknown request: %s\n%s https://%s%s\n", why, r.Method, host(r), address(r.URL))
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			if secretHeader(name) {
				value = notShown
			}
			fmt.Fprintf(&b, "%s: %s\n", name, text(value))
		}
	}
	shown := ""
	if r.PostForm != nil {
		shown = form(r.PostForm)
	} else if len(body) > 0 {
		shown = content(r.Header, body)
	}
	if shown != "" {
		b.WriteString("\n" + shown)
	}
	return b.String()
}

// host as a server or as a client knows it.
func host(r *http.Request) string {
	if r.Host != "" {
		return r.Host
	}
	return r.URL.Host
}
