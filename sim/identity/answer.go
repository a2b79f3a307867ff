package identity

import (
	"encoding/json"
	"html"
	"net/http"
)

const (
	jsonType = "application/json; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

func (c *call) errorPage(f *refusal) []byte {
	return []byte("<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sorry, but we’re having trouble signing you in.</h1><p>" +
		html.EscapeString(c.describe(f)) + "</p></body></html>")
}

// page answers a person with an error that cannot be sent back to the client.
func (c *call) page(f *refusal) {
	c.code = f.code
	c.write(http.StatusBadRequest, htmlType, c.errorPage(f))
}

// Headers of many answers. The slices are never written to.
var (
	noStore = []string{"no-store, no-cache"}
	noCache = []string{"no-cache"}
)

func (c *call) writeJSON(status int, body []byte) { c.write(status, jsonType, body) }

func (c *call) write(status int, contentType string, body []byte) {
	h := c.w.Header()
	h["Content-Type"] = []string{contentType}
	h["Cache-Control"], h["Pragma"] = noStore, noCache
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // answer notes a client that is gone
}

// mustMarshal writes values of this package's own types, which always can be.
func mustMarshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
