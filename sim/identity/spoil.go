package identity

import "anchorage/sim/fault"

// spoil carries out what a fault rule does to a token refresh, and reports
// whether that answered it. Revoked and withdrawn grants stay dead when the rule
// ends: only signing in again makes a new one.
func (c *call) spoil(what string) bool {
	if c.form.Get("grant_type") != byRefresh {
		return false
	}
	switch what {
	case fault.TokenRefreshFails:
		c.refuse(refuse("temporarily_unavailable", 90006, "The service is temporarily unavailable. Please retry later."))
		return true
	case fault.TokenRevoked:
		c.server.Revoke(c.mailbox())
	case fault.TokenConsentLost:
		c.server.withdraw(c.account, c.secret.grant)
	}
	return false // what is wrong with the request beside that is found first
}

// withdraw ends one client's consent, by the number of a grant to it: its refresh
// tokens fail from now on, those of other clients do not. A nil account has none.
func (s *Server) withdraw(a *account, number uint16) {
	if a == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found := a.findGrantLocked(number)
	if found == nil {
		return
	}
	for _, g := range a.grants {
		if g != nil && g.client == found.client && g.kind == found.kind {
			g.withdrawn = true
		}
	}
}
