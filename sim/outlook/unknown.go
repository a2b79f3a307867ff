package outlook

import (
	"net/http"
	"strings"

	"anchorage/sim/unknown"
)

// unknown tells that a request is not simulated.
func (s *Server) unknown(r *http.Request, why string) {
	if s.Unknown != nil {
		s.Unknown(unknown.Describe(r, why))
	}
}

// refuseUnknown answers a request that no route fits (provider contract 4.2).
func (c *call) refuseUnknown() {
	c.server.unknown(c.r, "no route for it")
	path := strings.TrimRight(c.r.URL.Path, "/")
	segment := path[strings.LastIndexByte(path, '/')+1:]
	c.fail(http.StatusBadRequest, codeBadRequest, "Resource not found for the segment '"+segment+"'.")
}
