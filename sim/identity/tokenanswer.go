package identity

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"

	"anchorage/sim/mailbox"
)

// liveTokens is an answer of Live Connect (provider contract 2.6): never an
// id_token, and an opaque user id that leads nowhere.
type liveTokens struct {
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	Scope        string `json:"scope"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	UserID       string `json:"user_id"`
}

func (c *call) answerLive(made issue) {
	c.writeJSON(http.StatusOK, mustMarshal(liveTokens{
		TokenType: "bearer", ExpiresIn: seconds(c.server.accessLife()), Scope: made.scopes.told,
		AccessToken: made.access, RefreshToken: made.refresh, UserID: c.server.opaque(c.account, "live user id", made.client),
	}))
}

// platformTokens is an answer of the identity platform (provider contract 2.2).
type platformTokens struct {
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
	ClientInfo   string `json:"client_info,omitempty"`
}

func (c *call) answerPlatform(made issue) {
	life := seconds(c.server.accessLife()) - 1 // 3599 of an hour, as the real one
	t := platformTokens{
		TokenType: "Bearer", Scope: made.scopes.told, ExpiresIn: life, ExtExpiresIn: life,
		AccessToken: made.access, RefreshToken: made.refresh,
	}
	if made.identity {
		t.IDToken = c.server.idToken(c.account, made, c.server.Clock.Now())
	}
	if c.form.Get("client_info") == "1" {
		t.ClientInfo = clientInfo(c.account.spec)
	}
	c.writeJSON(http.StatusOK, mustMarshal(t))
}

// clientInfo names the account for clients that keep several.
func clientInfo(s *mailbox.Spec) string {
	info := struct {
		UID  string `json:"uid"`
		UTID string `json:"utid"`
	}{s.OID, s.TID}
	return base64.RawURLEncoding.EncodeToString(mustMarshal(info))
}

func seconds(d time.Duration) int { return int(d / time.Second) }

// opaque is an identifier of an account towards one client, in the look of sub
// and user_id (provider contract 2.1).
func (s *Server) opaque(a *account, operation, client string) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:], s.Seed.Uint64(a.spec.ID, operation+"/"+client, 0))
	binary.BigEndian.PutUint64(raw[8:], s.Seed.Uint64(a.spec.ID, operation+"/"+client, 1))
	return "AAAAAAAAAAAAAAAAAAAAA" + base64.RawURLEncoding.EncodeToString(raw[:])
}
