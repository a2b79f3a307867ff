package network

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"anchorage/sim/unknown"
)

// Transport returns the RoundTripper that calls handlers directly. Hosts that
// have a listener but no handler are reached over a pipe, through net/http.
// Close its idle connections (http.Client.CloseIdleConnections) at the end.
func (n *Network) Transport() *Transport {
	return &Transport{network: n, piped: &http.Transport{DialContext: n.Dial, DisableKeepAlives: true, DisableCompression: true}}
}

// Transport is an http.RoundTripper over a Network.
type Transport struct {
	network *Network
	piped   *http.Transport
}

// RoundTrip implements http.RoundTripper. The handler runs on the caller's
// goroutine; when the request's context ends first, its error is the result.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	host := r.URL.Hostname()
	h, ok := t.network.handler(host)
	if !ok {
		return t.dialled(r, host)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := &recorder{request: *r, header: make(http.Header, usualHeaders)}
	h.ServeHTTP(w, w.serverRequest(host))
	if r.Body != nil {
		r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if w.failed != nil {
		return nil, w.failed
	}
	return w.response(r), nil
}

// CloseIdleConnections ends kept connections of the piped part.
func (t *Transport) CloseIdleConnections() { t.piped.CloseIdleConnections() }

func (t *Transport) dialled(r *http.Request, host string) (*http.Response, error) {
	port := r.URL.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[r.URL.Scheme]
	}
	if _, ok := t.network.listener(host + ":" + port); !ok {
		t.network.unknown(unknown.Describe(r, "there is no host "+host))
		return nil, Refused(host)
	}
	if r.URL.Scheme == "https" { // pipes carry plain HTTP
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = "http", host+":"+port
	}
	return t.piped.RoundTrip(r)
}

// usualHeaders is how many headers answers have, or nearly: a map that outgrows its
// size is made twice.
const usualHeaders = 10

// recorder is a direct call: the ResponseWriter, and beside it, to be one piece of
// memory, the request as the server sees it and the response.
type recorder struct {
	request http.Request // a copy: a handler may change fields, not the client's
	answer  http.Response
	header  http.Header
	body    bytes.Buffer
	status  int
	failed  error
	cut     bool
}

func (w *recorder) serverRequest(host string) *http.Request {
	s := &w.request
	if s.Host == "" {
		s.Host = host
	}
	if s.Body == nil {
		s.Body = http.NoBody
	}
	s.RequestURI = s.URL.RequestURI()
	s.RemoteAddr = "192.0.2.1:1234"
	return s
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// Fail implements Failer.
func (w *recorder) Fail(err error) { w.failed = err }

// Cut implements Cutter.
func (w *recorder) Cut() { w.cut = true }

func (w *recorder) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	if w.header.Get("Content-Type") == "" && w.body.Len() > 0 {
		w.header.Set("Content-Type", http.DetectContentType(w.body.Bytes()))
	}
	w.answer = http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}
	if w.cut {
		w.answer.Body, w.answer.ContentLength = cutBody{&w.body}, -1
		if n, err := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64); err == nil {
			w.answer.ContentLength = n
		}
	}
	return &w.answer
}
