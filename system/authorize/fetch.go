package authorize

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"

	"anchorage/system"
)

// fetcher reads discovery documents and keys for the OpenID library, whose
// requests for keys run on a goroutine of its own that no caller can end: so
// each gets a limit here, and ends with the authorizer. Every answer but 200
// becomes a *system.Error.
type fetcher struct {
	next  http.RoundTripper
	life  context.Context
	meter system.Meter
}

// maxDocumentBytes is far above both documents: some 2 and 20 KiB.
const maxDocumentBytes = 1 << 20

// RoundTrip implements http.RoundTripper.
func (f fetcher) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := limited(r.Context())
	defer cancel()
	defer context.AfterFunc(f.life, cancel)()
	response, err := f.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		f.count(r, "error")
		return nil, noAnswer(err)
	}
	defer response.Body.Close()
	f.count(r, strconv.Itoa(response.StatusCode))
	if response.StatusCode != http.StatusOK {
		return nil, &system.Error{
			Class: system.ClassRetry, Code: system.CodeMalformed, Status: response.StatusCode,
			RetryAfter: retryAfter(response.Header), Message: "the identity system does not give its public documents",
		}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxDocumentBytes))
	if err != nil {
		return nil, noAnswer(err)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

type providerKey struct{}

// withProvider says for whom documents are read, for the metrics.
func withProvider(ctx context.Context, p system.Provider) context.Context {
	return context.WithValue(ctx, providerKey{}, p)
}

func (f fetcher) count(r *http.Request, code string) {
	p, _ := r.Context().Value(providerKey{}).(system.Provider)
	f.meter.Request(p, "identity_documents", code)
}
