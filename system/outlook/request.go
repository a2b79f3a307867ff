package outlook

import (
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

// get fetches target and returns the body of a 200 answer in JSON. Every call is
// one request and counts as such.
func (c *Client) get(ctx context.Context, a system.Access, operation, target string) ([]byte, error) {
	u, err := parsed(target)
	if err != nil {
		return nil, err
	}
	r := (&http.Request{
		Method: http.MethodGet, URL: u, Host: u.Host, Header: headers(a, operation),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	response, err := c.config.HTTP.RoundTrip(r)
	if err != nil {
		c.config.Meter.Request(a.Account.Provider, operation, "error")
		return nil, unanswered(ctx, err)
	}
	defer response.Body.Close()
	body, err := read(response)
	if err != nil {
		c.config.Meter.Request(a.Account.Provider, operation, "error")
		return nil, unanswered(ctx, err)
	}
	c.config.Meter.Request(a.Account.Provider, operation, statusText(response.StatusCode))
	if response.StatusCode != http.StatusOK {
		return nil, rejected(response, body, a.Token)
	}
	if !isJSON(response.Header) {
		return nil, malformed("answer that is not JSON", nil)
	}
	if len(body) > maxBodyBytes {
		return nil, malformed("answer of more than 16 MB", nil)
	}
	return body, nil
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

// headers of a request (provider contract 1, 3.6, 7). Keys are in canonical form,
// which spares http.Header.Set's search.
func headers(a system.Access, operation string) http.Header {
	h := http.Header{
		"Authorization": {"Bearer " + a.Token},
		"Accept":        {"application/json"},
		"User-Agent":    {a.Requests.UserAgent},
	}
	if p := prefer(a, operation); p != "" {
		h["Prefer"] = []string{p}
	}
	if anchor := anchor(a); anchor != "" {
		h["X-Anchormailbox"] = []string{anchor}
	}
	return h
}

// anchor is the value of X-AnchorMailbox (provider contract 1).
func anchor(a system.Access) string {
	switch a.Hint {
	case system.HintEmail:
		return a.Account.Email
	case system.HintMailboxID:
		return "OID:" + a.Account.MailboxID
	}
	return ""
}

func prefer(a system.Access, operation string) string {
	var parts []string
	if operation == OperationDelta {
		if a.Account.Dialect() == system.OutlookREST {
			parts = append(parts, "odata.track-changes")
		}
		if a.PageSize > 0 {
			parts = append(parts, "odata.maxpagesize="+strconv.Itoa(a.PageSize))
		}
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
