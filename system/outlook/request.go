package outlook

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"anchorage/system"
)

// maxBodyBytes bounds what one answer may occupy: a page of 1,000 full events
// takes about 4 MB.
const maxBodyBytes = 16 << 20

// call is one request beside what Access says.
type call struct {
	operation, method, target string
	body                      []byte // JSON; nil: none
	ifMatch                   string // an ETag; "": none
	empty                     bool   // success has no content
}

// get fetches target and returns the body of a 200 answer in JSON.
func (c *Client) get(ctx context.Context, a system.Access, operation, target string) ([]byte, error) {
	return c.do(ctx, a, call{operation: operation, method: http.MethodGet, target: target})
}

// do makes one request, which counts as such, and returns the body of a successful
// answer in JSON.
func (c *Client) do(ctx context.Context, a system.Access, x call) ([]byte, error) {
	r, err := x.request(ctx, a)
	if err != nil {
		return nil, err
	}
	response, err := c.config.HTTP.RoundTrip(r)
	if err != nil {
		c.config.Meter.Request(a.Account.Provider, x.operation, "error")
		return nil, unanswered(ctx, err)
	}
	defer response.Body.Close()
	body, err := read(response)
	if err != nil {
		c.config.Meter.Request(a.Account.Provider, x.operation, "error")
		return nil, unanswered(ctx, err)
	}
	c.config.Meter.Request(a.Account.Provider, x.operation, statusText(response.StatusCode))
	return body, x.judge(response, body, a.Token)
}

// request has a body that can be read again, should the connection break before it
// was sent.
func (x call) request(ctx context.Context, a system.Access) (*http.Request, error) {
	var body io.Reader
	if x.body != nil {
		body = bytes.NewReader(x.body)
	}
	r, err := http.NewRequestWithContext(ctx, x.method, x.target, body)
	if err != nil {
		// A link is a secret of the account and stays out of the error.
		return nil, malformed("address that does not parse", nil)
	}
	putHeaders(r.Header, a, x.operation)
	if x.ifMatch != "" {
		r.Header["If-Match"] = []string{x.ifMatch}
	}
	if x.body != nil {
		r.Header["Content-Type"] = []string{"application/json"}
	}
	return r, nil
}

// judge says what is wrong with an answer, if anything.
func (x call) judge(response *http.Response, body []byte, token string) error {
	switch status := response.StatusCode; {
	case x.empty && status == http.StatusNoContent:
		return nil
	case x.empty && status == http.StatusOK:
		return malformed("answer where none belongs", nil)
	case status != http.StatusOK && !(x.method == http.MethodPost && status == http.StatusCreated):
		return rejected(response, body, token)
	case !isJSON(response.Header):
		return malformed("answer that is not JSON", nil)
	case len(body) > maxBodyBytes:
		return malformed("answer of more than 16 MB", nil)
	}
	return nil
}

// read returns the body, cut off one byte above the limit.
func read(response *http.Response) ([]byte, error) {
	if n := response.ContentLength; n >= 0 && n <= maxBodyBytes {
		body := make([]byte, n)
		_, err := io.ReadFull(response.Body, body)
		return body, err
	}
	return io.ReadAll(io.LimitReader(response.Body, maxBodyBytes+1))
}

// putHeaders adds those of every request (provider contract 1, 3.6, 7). Keys are in
// canonical form, which spares http.Header.Set's search.
func putHeaders(h http.Header, a system.Access, operation string) {
	h["Authorization"] = []string{"Bearer " + a.Token}
	h["Accept"] = []string{"application/json"}
	h["User-Agent"] = []string{a.Requests.UserAgent}
	if p := prefer(a, operation); p != "" {
		h["Prefer"] = []string{p}
	}
	if anchor := anchor(a); anchor != "" {
		h["X-Anchormailbox"] = []string{anchor}
	}
}

// anchor is the value of X-AnchorMailbox (provider contract 1).
func anchor(a system.Access) string {
	switch a.Hint {
	case system.HintEmail:
		return a.Account.Email
	case system.HintMailboxID:
		if !strings.Contains(a.Account.MailboxID, "@") {
			return a.Account.MailboxID // a mailbox GUID goes bare
		}
		return "OID:" + a.Account.MailboxID
	}
	return ""
}

func prefer(a system.Access, operation string) string {
	parts := make([]string, 0, 4)
	if operation == OperationDelta {
		if a.Account.Dialect() == system.OutlookREST {
			parts = append(parts, "odata.track-changes")
		}
		if a.PageSize > 0 {
			parts = append(parts, "odata.maxpagesize="+strconv.Itoa(a.PageSize))
		}
	}
	switch operation {
	case OperationDelta, OperationCreate, OperationUpdate, OperationEvent:
		parts = append(parts, `outlook.timezone="UTC"`)
	}
	if a.Requests.Prefer != "" {
		parts = append(parts, a.Requests.Prefer)
	}
	return strings.Join(parts, ", ")
}

func isJSON(h http.Header) bool {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/json")
}

func statusText(status int) string {
	if status == http.StatusOK {
		return "200" // no allocation for nearly all of them
	}
	return strconv.Itoa(status)
}
