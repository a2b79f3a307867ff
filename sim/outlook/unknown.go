package outlook

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// maxShownBodyBytes bounds how much of a body is shown.
const maxShownBodyBytes = 64 << 10

// unknown tells that a request is not simulated: why, and the request whole, but
// for its credential.
func (s *Server) unknown(r *http.Request, why string) {
	if s.Unknown == nil {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "unknown request: %s\n%s https://%s%s\n", why, r.Method, r.Host, r.URL.RequestURI())
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			if name == "Authorization" {
				value = "(not shown)"
			}
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	if r.Body != nil {
		if body, err := io.ReadAll(io.LimitReader(r.Body, maxShownBodyBytes)); err == nil && len(body) > 0 {
			fmt.Fprintf(&b, "\n%s", body)
		}
	}
	s.Unknown(b.String())
}

// refuseUnknown answers a request that no route fits (provider contract 4.2).
func (c *call) refuseUnknown() {
	c.server.unknown(c.r, "no route for it")
	path := strings.TrimRight(c.r.URL.Path, "/")
	segment := path[strings.LastIndexByte(path, '/')+1:]
	c.fail(http.StatusBadRequest, codeBadRequest, "Resource not found for the segment '"+segment+"'.")
}
