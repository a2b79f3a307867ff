package outlook

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// handshakeLimit is how long a receiver may take to prove itself.
const handshakeLimit = 10 * time.Second

// maxReplyBytes is as much of a receiver's answer as anybody reads.
const maxReplyBytes = 64 << 10

// What the provider says of a failed handshake (provider contract 6).
const (
	handshakeFailed  = "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request."
	handshakeLate    = "Subscription validation request timed out."
	handshakeRefused = "Subscription validation request failed. HTTP status code is '%'. Notification endpoint must respond with 200 OK to validation request."
)

// proved asks the receiver of notices to send a token back, or answers the call.
func (c *call) proved(address string) bool {
	text := c.server.handshake(c.r.Context(), address, c.site.validationName(), c.validationToken())
	if text == "" {
		return true
	}
	code := codeValidation
	if era := c.server.Era; era != 0 && era < 2024 {
		code = codeSubscriptionPayload
	}
	c.fail(http.StatusBadRequest, code, text)
	return false
}

// validationToken is opaque and must be escaped in an address.
func (c *call) validationToken() string {
	return "Validation: Testing client application reachability for subscription Request-Id: " + headerValue(c.w.Header(), "Request-Id")
}

// validationName is the query parameter; that of Outlook REST is unconfirmed.
func (s *site) validationName() string {
	if s.pascal {
		return "validationtoken"
	}
	return "validationToken"
}

// handshake returns what was wrong, "" for nothing.
func (s *Server) handshake(ctx context.Context, address, name, token string) string {
	if s.Notify == nil {
		return handshakeFailed
	}
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	ctx, cancel := s.within(ctx, handshakeLimit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+separator+name+"="+url.QueryEscape(token), http.NoBody)
	if err != nil {
		return handshakeFailed
	}
	r.Header.Set("Content-Type", "text/plain; charset=utf-8")
	w, err := s.Notify.RoundTrip(r)
	if err != nil {
		if ctx.Err() != nil {
			return handshakeLate
		}
		return handshakeFailed
	}
	defer w.Body.Close()
	body, err := io.ReadAll(io.LimitReader(w.Body, maxReplyBytes))
	switch {
	case ctx.Err() != nil:
		return handshakeLate
	case w.StatusCode != http.StatusOK:
		return strings.Replace(handshakeRefused, "%", strings.ReplaceAll(http.StatusText(w.StatusCode), " ", ""), 1)
	case err != nil || string(body) != token || !strings.HasPrefix(w.Header.Get("Content-Type"), "text/plain"):
		return handshakeFailed
	}
	return ""
}

// within is a context that ends after a time on the server's clock.
func (s *Server) within(parent context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	go func() {
		if s.Clock.Sleep(ctx, limit) == nil {
			cancel()
		}
	}()
	return ctx, cancel
}
