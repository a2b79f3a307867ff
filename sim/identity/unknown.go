package identity

import (
	"net/http"

	"anchorage/sim/unknown"
)

// unknown tells that a request is not simulated.
func (s *Server) unknown(r *http.Request, why string) {
	if s.Unknown != nil {
		s.Unknown(unknown.Describe(r, why))
	}
}
