package identity

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// testKeyPEM signs the id_tokens of the simulated identity platform. It is a
// test key, public with this source, and protects nothing. It is fixed because
// one that is made at the start would differ from run to run.
const testKeyPEM = `
-----BEGIN RSA PRIVATE KEY-----
MIIEogIBAAKCAQEAu8eCO9fHtO8/Xshvwr3gvALJL/LCjAH5l++DQYE1GFWTxFUK
9LnlV8bd1XQyb7CfmXuvVP1HbHm22M8bg5AtPvQJPN+L2aegiqgb1Tq/Iu9bZlmL
xeP5JzRA3wCgcs6D1oxbP74kc51n7dBWF54zjcMEWvng2eCMmLvZqAEaodwj0Mgu
DUEHQKK53zr5xZcaRMkdLrDHF1FPlTHkA0qILIXZsbL0cly6qIGgQVou9ZsX4CZR
uX1nUBWBZ9SGI4SoGJJ6wQHnnyUhTCi9NiqNR2DI4WPSH09NqxtZ4ejxaRH+tgHY
ACpoYPA97OCE8xunKYOYj/D5V4A5HvrlvA4F2wIDAQABAoIBAC9ShBuYsZeDg7Db
Sm8FcxFukk0nHKg0BzanAakMatkLGAYueGhcQNPyJg2ZDuze0hnX9cOxYMKRmebh
qslpGD35OirBG3lqqSbIXttJxsmDEMGmZ3cjkLK0lHSer9C/ArKbBJP30y/fx0VD
b67cC5n6P6q9tlCyKjyDesLAJHoNlK0hKttCT4pAPJerH7PJ7jOaAm0jIhGv/xD2
J6AwV55ESdwRv8+fbyXS0u2rR0wSIPzpD8KKVCSaiyGdS+TeX2Vp02MK9bRVxhIu
qPZ6EjrRthhS273Fea8kwVDlM6dbzIVekBi4nRiW9NO8oq7ZuvPVj8UI96lcHTvO
h6SIFEECgYEA/mrGAvtLIjzrh2MWfm85Sz0UlPcqX0lg9YXGxAECiNF15g00D20N
irb5MrtpUZX5xBEBpPpP6ToiSqW6QOfuGU9/+9j4SKTj+9OkYvVHW6nbhT+dU13b
goLQctmvE3w028NqvyFcRrG2cl4Q84OV/2ooApYu+7efU8uaDhI5OIkCgYEAvPKY
1GMKAFkX/3XCx13nupuydGPUyVGIrODGcVE1VpypB2pIhaSJy/qtra+iDBHr5cXv
d832pHsH/PioCst0w21axqCjfp/NycXR/YuNEG5mrwwXZ56mtFTlJw2UwEfD15lS
37eMQkcwKcHApoYVd+u9/JuxDcVErSeMMHZv6kMCgYAn5krjkNF5ryAo/Ws7rOnJ
WOzvZ8vnYbSpDK/dcWMaXe8lgxCVEr867/Mo96dOujyPeTNO0krSAuH53v/UygrX
QVaLAr39do6iodB4DIuCXqMkxJNBzchtMWLLgEQqxCHuDTmie/Liy2AXk5UI+6v8
gIOB1FfN9kAwfg/NASKkMQKBgFfVKigoteB9igNNubK1u1/quqUSNzsydKdwga7x
gir1/jkdNgMx/oBc0lmX+GtF9XPFdFEr5EiHjKoS6QLDm06xSe5lhDr7jE0McVY8
heGqgH9Ezqhzfqj7gd6KmKhdc/OIKZcnmsLAluoCUEzYragmZRXFRiPRnOAlLyzk
EZhDAoGAcw1JnaLPf8sjr5Q/Kq1cqkc0aOCEs4OTrjEqR20SmGP9K2GZLYvDcLGU
fzdPy8gefm3C5IP5BQ2pEaindc9dONcKxNjQV05DmzsJaY3SIgw5SiZF3H4CPQwD
sf9pMgC8gzq/SvVokCHgmgO839QAMAtmYUzeziA3GplBDVEo55o=
-----END RSA PRIVATE KEY-----
`

// testCertificatePEM is the self-signed certificate of testKeyPEM, which the key
// document shows as x5c.
const testCertificatePEM = `
-----BEGIN CERTIFICATE-----
MIIDPDCCAiSgAwIBAgIBATANBgkqhkiG9w0BAQsFADA2MTQwMgYDVQQDDCt0ZXN0
IGtleSBvZiB0aGUgc2ltdWxhdGVkIGlkZW50aXR5IHBsYXRmb3JtMCAXDTI2MTEy
NDEzMjgzMloYDzIxMjYxMDMxMTMyODMyWjA2MTQwMgYDVQQDDCt0ZXN0IGtleSBv
ZiB0aGUgc2ltdWxhdGVkIGlkZW50aXR5IHBsYXRmb3JtMIIBIjANBgkqhkiG9w0B
AQEFAAOCAQ8AMIIBCgKCAQEAu8eCO9fHtO8/Xshvwr3gvALJL/LCjAH5l++DQYE1
GFWTxFUK9LnlV8bd1XQyb7CfmXuvVP1HbHm22M8bg5AtPvQJPN+L2aegiqgb1Tq/
Iu9bZlmLxeP5JzRA3wCgcs6D1oxbP74kc51n7dBWF54zjcMEWvng2eCMmLvZqAEa
odwj0MguDUEHQKK53zr5xZcaRMkdLrDHF1FPlTHkA0qILIXZsbL0cly6qIGgQVou
9ZsX4CZRuX1nUBWBZ9SGI4SoGJJ6wQHnnyUhTCi9NiqNR2DI4WPSH09NqxtZ4ejx
aRH+tgHYACpoYPA97OCE8xunKYOYj/D5V4A5HvrlvA4F2wIDAQABo1MwUTAdBgNV
HQ4EFgQUN9Fuw7T6/9+sngRkuVRgwMZNTvkwHwYDVR0jBBgwFoAUN9Fuw7T6/9+s
ngRkuVRgwMZNTvkwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEA
ZD8iUcDKNbUwMpb1hm1ADzm6a3uqWQuRfgJYCXt1qaGhm/nc1CpdTuEmGBfbt1OR
p5QMrpbgCwDWBDk3Vxe8Gqt0wyp/dIGi0BXLn6wV23xPGM8i4O7YBObq5QB8trhF
VrW9IsjqC23nPLPj3xw2zsF6YVAwA1mm7Qd5lWii2Ngv+UQuf0calwr3OZT6tOuw
PAy8bWG+Ol6CE9LEdnGyXnBdf9Ol9FW3W9Ny3l8uOq4aRKOD14hthVgq6mtCvzlj
mEV6Kf3BkApbJk9pS0IRtzCpyjNUxmPh30DbL2/JiyfoU6KYBTeKMeCU8O88vsYr
5TTYF3VCEbDVkeVGjn0zwQ==
-----END CERTIFICATE-----
`

// testKey returns the key and its certificate.
func testKey() (*rsa.PrivateKey, *x509.Certificate, error) {
	block, _ := pem.Decode([]byte(testKeyPEM))
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil, nil, fmt.Errorf("test key: %w", err)
	}
	block, _ = pem.Decode([]byte(testCertificatePEM))
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, nil, fmt.Errorf("certificate of the test key: %w", err)
	}
	return key, certificate, nil
}
