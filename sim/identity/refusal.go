package identity

import (
	"fmt"
	"net/http"
	"strconv"

	"anchorage/sim/mailbox"
)

// refusal is an error of either system: the OAuth error, the number that the
// identity platform adds, and a text (provider contract 2.3).
type refusal struct {
	code     string
	number   int
	text     string
	suberror string
}

func refuse(code string, number int, text string) *refusal {
	return &refusal{code: code, number: number, text: text}
}

func refuseMissing(parameter string) *refusal {
	return refuse("invalid_request", 900144, "The request body must contain the following parameter: '"+parameter+"'.")
}

func refuseConsent(kind string) *refusal {
	if kind == mailbox.Live {
		return refuse("invalid_grant", 70000, "The user could not be authenticated or user interaction is required. The user must sign in again and if needed grant the client application access to the requested scope.")
	}
	return refuse("invalid_grant", 65001, "The user or administrator has not consented to use the application for the requested scopes.")
}

// status is that of a token endpoint's answer.
func (f *refusal) status() int {
	switch f.code {
	case "invalid_client":
		return http.StatusUnauthorized
	case "temporarily_unavailable":
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// errorBody is what a token endpoint answers.
type errorBody struct {
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Codes         []int  `json:"error_codes,omitempty"`
	Timestamp     string `json:"timestamp,omitempty"`
	TraceID       string `json:"trace_id,omitempty"`
	CorrelationID string `json:"correlation_id"`
	URI           string `json:"error_uri,omitempty"`
	Suberror      string `json:"suberror,omitempty"`
}

// body writes a refusal in the shape of the system that was asked. Live Connect
// has neither numbers nor times.
func (c *call) body(f *refusal) []byte {
	b := errorBody{Error: f.code, Description: f.text, CorrelationID: c.correlation()}
	if c.route.kind == mailbox.IdentityPlatform {
		b.Timestamp, b.TraceID = c.timestamp(), c.trace()
		b.Description, b.Suberror = c.describe(f), f.suberror
		if f.number != 0 {
			b.Codes = []int{f.number}
			b.URI = "https://" + PlatformHost + "/error?code=" + strconv.Itoa(f.number)
		}
	}
	return mustMarshal(b)
}

// describe is the error_description of the identity platform.
func (c *call) describe(f *refusal) string {
	if c.route.kind == mailbox.Live {
		return f.text
	}
	head := ""
	if f.number != 0 {
		head = "AADSTS" + strconv.Itoa(f.number) + ": "
	}
	return fmt.Sprintf("%s%s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s", head, f.text, c.trace(), c.correlation(), c.timestamp())
}

func (c *call) timestamp() string { return c.server.Clock.Now().UTC().Format("2006-01-02 15:04:05Z") }

func (c *call) trace() string { return c.guid("trace") }

// correlation is the client's own, if it sent one.
func (c *call) correlation() string {
	if id := headerValue(c.r.Header, "Client-Request-Id"); id != "" {
		return id
	}
	return c.guid("correlation")
}

// guid is one of this request: drawn by mailbox and instant of arrival.
func (c *call) guid(operation string) string {
	n := uint64(c.at.UnixNano())
	a, b := c.server.Seed.Uint64(c.mailbox(), operation, n), c.server.Seed.Uint64(c.mailbox(), operation+"/2", n)
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}

// refuse answers a token, discovery or keys request with an error.
func (c *call) refuse(f *refusal) {
	c.code = f.code
	c.writeJSON(f.status(), c.body(f))
}
