// The great-circle distance in metres between two things with a latitude and a longitude in degrees
// (the haversine formula on a sphere with the mean radius of WGS84; within 0.6 % of the ellipsoid).
const greatCircle = (() => {
  "use strict";
  const RADIUS = 6371008.8;
  const radians = (degrees) => (degrees * Math.PI) / 180;

  return (one, other) => {
    const north = radians(other.latitude - one.latitude);
    const east = radians(other.longitude - one.longitude);
    const half =
      Math.sin(north / 2) ** 2 +
      Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2;
    return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
  };
})();
