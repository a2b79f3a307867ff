package ours

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	// Reads are many, and their JSON was a twentieth of a replay.
	"github.com/segmentio/encoding/json"
)

// answers are buffers for answers of the interface.
var answers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// call asks the HTTP interface. It hands the request to the handler itself: a
// replay makes tens of thousands of reads, and the way through a connection is
// tested by the browsers that come to link.
func (s *System) call(ctx context.Context, method, path string, body []byte, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, s.env.PublicURL+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	buffer := answers.Get().(*bytes.Buffer)
	defer answers.Put(buffer)
	buffer.Reset()
	w := httptest.NewRecorder()
	w.Body = buffer
	s.service.Handler().ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: status %d: %s", method, path, w.Code, strings.TrimSpace(w.Body.String()))
	}
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	return nil
}
